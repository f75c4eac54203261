using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Applications.Review;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.Applications;

/// <summary>Deciding an application. Its state and outcome, as they were looked at, go along: one that has moved on since is looked at again.</summary>
public sealed class ApplicationTasks(DecideCase decide, KeyedHash hash)
{
    private const string Accept = "accept";
    private const string Refuse = "refuse";
    private const string Ask = "ask";
    private const string Answer = "answer";
    private const string Reopen = "reopen";
    private const string Hold = "hold";
    private const string Release = "release";

    private const string LookedAt = "looked-at";
    private const int WordsLengthMax = 300;

    internal static IReadOnlyList<string> For(ApplicationState state) => state switch
    {
        ApplicationState.Received => [Accept, Hold, Release],
        ApplicationState.InReview => [Accept, Ask, Refuse, Hold, Release],
        ApplicationState.AskedBack => [Answer, Accept, Refuse, Hold, Release],
        ApplicationState.Refused => [Reopen],
        _ => [],
    };

    internal static string Title(Screen screen, string task) => task switch
    {
        Accept => screen.Say("承認する", "Accept"),
        Refuse => screen.Say("断る", "Refuse"),
        Ask => screen.Say("申請者にたずねる", "Ask the applicant"),
        Answer => screen.Say("電話で聞いた答えを記録する", "Note the answer"),
        Hold => screen.Say("担当する", "Take it up"),
        Release => screen.Say("担当をやめる", "Give it back"),
        _ => screen.Say("もう一度確認する", "Take it up again"),
    };

    /// <returns>The form; null where there is no such task.</returns>
    internal static TaskForm? FormOf(Screen screen, Application application, string task, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        if (task is not (Accept or Refuse or Ask or Answer or Reopen or Hold or Release))
        {
            return null;
        }

        IReadOnlyList<FieldError> wrong = errors ?? [];
        string? hint = task switch
        {
            Refuse => screen.Say("空欄なら、理由ごとの決まった文をお送りします。", "Where it is empty, the usual words of the outcome are sent."),
            Ask => screen.Say("このまま申請者に届きます。", "It reaches the applicant as it stands."),
            _ => null,
        };
        return new TaskForm(Title(screen, task), $"applications/{application.Id}")
        {
            Sent = sent,
            Errors = wrong,
            Words = Html.Of($"<p>{WordsOf(screen, task)}</p>"),
            Fields = Html.Of($"""
                {TaskForm.Hidden(LookedAt, sent?[LookedAt] ?? application.State.ToString())}
                {(task is Refuse ? Html.Of($"{new Choices("outcome", screen.Say("なぜですか", "Why?"), [.. Enum.GetValues<ApplicationOutcome>().Where(one => one != ApplicationOutcome.Exact).Select(one => new Choice(one.ToString(), Outcomes.Of(screen, one)))]) { Language = screen.Language, Chosen = [sent?["outcome"] ?? application.Outcome.ToString()], Error = wrong.Of("outcome") }}") : Html.Empty)}
                {(task is Refuse or Ask or Answer ? Html.Of($"{new TextField("words", screen.Say("ことば", "Words")) { Language = screen.Language, Value = sent?["words"], Error = wrong.Of("words"), Hint = hint, AutoComplete = "off" }}") : Html.Empty)}
                """),
        };
    }

    internal async Task<IResult> DoAsync(Screen screen, Application application, string task, TaskForm form, CancellationToken cancellationToken)
    {
        PostedForm sent = form.Sent!;
        List<FieldError> errors = [.. TaskForm.ErrorsOfReason(screen, sent)];
        bool needsWords = task is Ask or Answer;
        string words = sent["words"];
        if (needsWords ? !Operators.IsLine(words, WordsLengthMax) : words.Length > 0 && !Operators.IsLine(words, WordsLengthMax))
        {
            errors.Add(new FieldError("words", screen.Say($"{WordsLengthMax}文字以内の1行で入力してください。", $"Enter one line of at most {WordsLengthMax} characters.")));
        }

        if (task == Refuse && !(Enum.TryParse(sent["outcome"], out ApplicationOutcome known) && Enum.IsDefined(known)))
        {
            errors.Add(new FieldError("outcome", screen.Say("理由を選んでください。", "Choose why.")));
        }

        if (errors.Count > 0)
        {
            return (form with { Errors = errors, Fields = FormOf(screen, application, task, sent, errors)!.Fields }).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        CaseDecided decided = await ActAsync(screen, application, task, sent, cancellationToken);
        return decided is CaseDecided.NotNow { Why: var why } ? (form with { Refusal = why }).Show(screen) : new SeeOther(screen.At($"applications/{application.Id}"));
    }

    private async Task<CaseDecided> ActAsync(Screen screen, Application application, string task, PostedForm sent, CancellationToken cancellationToken)
    {
        if (IsDone(application, task))
        {
            return new CaseDecided.Done(application);
        }

        SentAct act = SentAct.Of(hash, TaskForm.KeyOf(sent), screen.Person.Id.Value, task, application.Id, sent["outcome"], sent["words"], sent[TaskForm.Reason]);
        return await DecideCase.OnceAsync(application, act, one => DecideAsync(screen, one, task, sent, cancellationToken));
    }

    private async Task<CaseDecided> DecideAsync(Screen screen, Application application, string task, PostedForm sent, CancellationToken cancellationToken)
    {
        (string by, string words) = (screen.Person.Name, sent["words"]);
        if (sent[LookedAt] != application.State.ToString())
        {
            return new CaseDecided.NotNow("Somebody else has changed it in between: look at it again.");
        }

        // Who has taken it up decides; a supervisor may give it back for him.
        if (DecideCase.WhyNot(application, by) is { } held && !(task == Release && screen.Person.IsAny(Roles.Supervisor)))
        {
            return held;
        }

        return task switch
        {
            Hold => await decide.HoldAsync(application, by, cancellationToken),
            Release => await decide.ReleaseAsync(application, cancellationToken),
            Accept => await decide.AcceptAsync(screen.Campaign, application, by, cancellationToken),
            Refuse => await decide.RefuseAsync(screen.Campaign, application, Enum.Parse<ApplicationOutcome>(sent["outcome"]), words.Length == 0 ? null : words, by, cancellationToken),
            Ask => await decide.AskAsync(application, words, by, cancellationToken),
            Answer => await decide.AnswerAsync(application, words, cancellationToken),
            _ => await decide.ReopenAsync(application, by, cancellationToken),
        };
    }

    /// <summary>Who accepts what somebody else has accepted finds it done.</summary>
    private static bool IsDone(Application application, string task) => (task, application.State) is (Accept, ApplicationState.Accepted);

    private static string WordsOf(Screen screen, string task) => task switch
    {
        Accept => screen.Say("受け取りのリンクは、決まった日に送ります。", "The link goes out with the application wave, or after it."),
        Refuse => screen.Say("申請者に理由をお知らせします。", "The applicant is told why."),
        _ => string.Empty,
    };
}
