using Compensation.CallCentre;
using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.People;

/// <summary>Sending the link again, with or without a corrected contact: first what it would do, then, on a second page, doing it.</summary>
public sealed class ResendTask(OrderResend resends, ProveContact proofs)
{
    public const string Again = "resend";
    public const string Correct = "correct";

    private const string Planned = "planned";
    private const string Wrong = "wrong";
    private const string Code = "code";

    internal async Task<Page> AskAsync(Screen screen, EntitlementId person, string task, CancellationToken cancellationToken)
    {
        if (task == Correct)
        {
            return CorrectionForm(screen, person).Show(screen);
        }

        ResendRequest request = RequestOf(person, task, sent: null, screen.Say("計画", "plan"));
        return await resends.PlanAsync(screen.Campaign, request, cancellationToken) is ResendAnswer.Planned { Plan: var plan }
            ? PlannedForm(screen, person, task, plan, sent: null, to: null).Show(screen)
            : screen.NotFound();
    }

    internal async Task<IResult> DoAsync(Screen screen, EntitlementId person, string task, PostedForm sent, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        List<FieldError> errors = [.. TaskForm.ErrorsOfReason(screen, sent), .. task == Correct ? ErrorsOf(screen, sent) : []];
        (Contact? to, bool isOneCodeEnough) = task == Correct && errors.Count == 0 ? await proofs.ToProveAsync(screen.Campaign, person, sent["phone"], sent["email"], cancellationToken) : new ContactToProve(null, IsOneCodeEnough: true);
        errors.AddRange(isOneCodeEnough ? [] : [new FieldError("email", screen.Say("新しい連絡先は一つずつ直してください。確認番号で確かめられるのは一つだけです。", "Correct one at a time: a code shows only that one of them is his."))]);
        TaskForm form = task == Correct ? CorrectionForm(screen, person, sent, errors) : new TaskForm(Title(screen, task), $"people/{person}") { Sent = sent, Errors = errors, Fields = TaskForm.Hidden(Planned, "yes") };
        if (errors.Count > 0)
        {
            return form.Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        ResendRequest request = RequestOf(person, task, sent, sent[TaskForm.Reason]);
        ResendAnswer answer = await resends.PlanAsync(screen.Campaign, request, cancellationToken);
        bool isSent = sent[Planned] == "yes";
        if (to is not null && (answer is ResendAnswer.Planned || isSent))
        {
            if (isSent && !await proofs.IsReadBackAsync(screen.Campaign, person, to, sent[Code], cancellationToken))
            {
                FieldError error = new(Code, screen.Say("番号が違うか、時間が過ぎています。もう一度読み上げてもらってください。", "That is not the code, or it is too old: have it read once more."));
                return answer is ResendAnswer.Planned { Plan: var again } ? PlannedForm(screen, person, task, again, sent, to, [error]).Show(screen) : (form with { Refusal = "Somebody else has changed it in between: look at it again." }).Show(screen);
            }

            if (!isSent && !await proofs.SendAsync(screen.Campaign, person, to, cancellationToken))
            {
                return (form with { Refusal = "No code could be sent there: check the number or address, or wait half a minute." }).Show(screen);
            }
        }

        if (isSent && task == Again && answer is ResendAnswer.Planned { Plan.Named: [{ Verdict: not ResendVerdict.Send and var bar }] } && !await resends.IsOrderedAsync(screen.Campaign, TaskForm.KeyOf(sent), cancellationToken))
        {
            return (NothingForm(screen, person, bar) with { Refusal = "It has changed since it was looked at." }).Show(screen);
        }

        if (isSent)
        {
            answer = await resends.RunAsync(screen.Campaign, request, TaskForm.KeyOf(sent), screen.Person.Name, orchestrations, cancellationToken);
        }

        return answer switch
        {
            ResendAnswer.Planned { Plan: var plan } => PlannedForm(screen, person, task, plan, sent, to).Show(screen),
            ResendAnswer.Ordered { Resend.Named: [{ Verdict: not ResendVerdict.Send } named] } when task == Again => NothingForm(screen, person, named.Verdict).Show(screen),
            ResendAnswer.Ordered => new SeeOther(screen.At($"people/{person}")),
            ResendAnswer.Faulty { Why: var why } => (form with { Refusal = why }).Show(screen),
            ResendAnswer.NotNow { Why: var why } => (form with { Refusal = why }).Show(screen),
            _ => (form with { Refusal = "This Idempotency-Key was used for another resend." }).Show(screen),
        };
    }

    private static string Title(Screen screen, string task) => screen.Language.Of(task == Correct ? CallCentre.People.PersonAction.CorrectContact : CallCentre.People.PersonAction.Resend);

    private static ResendRequest RequestOf(EntitlementId person, string task, PostedForm? sent, string reason) => new(reason)
    {
        People =
        [
            task == Again || sent is null ? new ResendPerson { Entitlement = person.ToString() } : new ResendPerson
            {
                Entitlement = person.ToString(),
                Phone = Typed(sent["phone"]),
                Email = Typed(sent["email"]),
                PhoneIsWrong = sent.All(Wrong).Contains("phone", StringComparer.Ordinal),
                EmailIsWrong = sent.All(Wrong).Contains("email", StringComparer.Ordinal),
            },
        ],
    };

    private static string? Typed(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static IEnumerable<FieldError> ErrorsOf(Screen screen, PostedForm sent)
    {
        if (Typed(sent["phone"]) is { } phone && !JapanesePhone.TryNormalise(phone, out _))
        {
            yield return new FieldError("phone", screen.Say("携帯電話の番号を入力してください（例：090-1234-5678）。", "Enter a Japanese mobile number, such as 090-1234-5678."));
        }

        if (Typed(sent["email"]) is { } email && !EmailRule.TryNormalise(email, out _))
        {
            yield return new FieldError("email", screen.Say("メールアドレスを入力してください。", "Enter an e-mail address."));
        }

        if (Typed(sent["phone"]) is null && Typed(sent["email"]) is null && sent.All(Wrong).Count == 0)
        {
            yield return new FieldError("phone", screen.Say("新しい連絡先を入力するか、使えない連絡先を選んでください。", "Enter a new number or address, or choose the one that is wrong."));
        }
    }

    private static TaskForm CorrectionForm(Screen screen, EntitlementId person, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        IReadOnlyList<FieldError> wrong = errors ?? [];
        return new TaskForm(Title(screen, Correct), $"people/{person}")
        {
            Sent = sent,
            Errors = wrong,
            Button = screen.Say("内容を確かめる", "See what it does"),
            Words = Html.Of($"<p>{screen.Say("新しい連絡先は、復唱して確かめてください。送ると、前のリンクは使えなくなります。", "Read the new number or address back to the caller. The old link dies when it is sent.")}</p>"),
            Fields = Html.Of($"""
                {new TextField("phone", screen.Say("新しい携帯電話の番号", "New mobile number")) { Language = screen.Language, Value = sent?["phone"], Error = wrong.Of("phone"), InputMode = "tel", AutoComplete = "off", Characters = 20 }}
                {new TextField("email", screen.Say("新しいメールアドレス", "New e-mail address")) { Language = screen.Language, Value = sent?["email"], Error = wrong.Of("email"), InputMode = "email", AutoComplete = "off", Characters = 20 }}
                {new Choices(Wrong, screen.Say("使えない連絡先（ご本人のものではない）", "Not the person's"), [new Choice("phone", screen.Say("登録の携帯電話", "The number on file")), new Choice("email", screen.Say("登録のメール", "The address on file"))]) { Language = screen.Language, Several = true, Chosen = sent?.All(Wrong) ?? [] }}
                """),
        };
    }

    /// <summary>What would be done, with everything that was typed, to be sent once more.</summary>
    private static TaskForm PlannedForm(Screen screen, EntitlementId person, string task, ResendPlanView plan, PostedForm? sent, Contact? to, IReadOnlyList<FieldError>? errors = null)
    {
        ResendVerdict verdict = plan.Named[0].Verdict;
        bool goes = verdict == ResendVerdict.Send;
        if (!goes && task == Again)
        {
            return NothingForm(screen, person, verdict);
        }

        string way = plan.Outlook.Sms > 0 ? "SMS" : screen.Say("メール", "e-mail");
        string words = !goes ? screen.Say("メッセージは送りません。連絡先だけを直します。", "Nothing is sent; only what is on file is corrected.")
            : plan.Outlook.BeginsAt > screen.Now ? screen.Say($"{way}で、{screen.Language.Instant(plan.Outlook.BeginsAt)}に送ります（いまは送信の時間外です）。", $"By {way}, {screen.Language.Instant(plan.Outlook.BeginsAt)}: it is outside the hours now.")
            : screen.Say($"{way}で、すぐに送ります。", $"By {way}, at once.");
        return new TaskForm(Title(screen, task), $"people/{person}")
        {
            Sent = sent,
            Errors = errors ?? [],
            Words = Html.Of($"<p class=\"several\">{words}</p><p>{WhyNot(screen, verdict)}</p>"),
            Button = goes ? screen.Say("送る", "Send") : screen.Say("直す", "Correct"),
            Fields = Html.Of($"""
                {TaskForm.Hidden(Planned, "yes")}{(task == Correct && sent is not null ? Html.Of($"{TaskForm.Hidden("phone", sent["phone"])}{TaskForm.Hidden("email", sent["email"])}{sent.All(Wrong).Select(kind => TaskForm.Hidden(Wrong, kind))}") : Html.Empty)}
                {(task == Correct && sent is not null ? Html.Of($"{Typed(screen, sent)}{(to is null ? Html.Empty : CodeField(screen, sent, errors ?? []))}") : Html.Empty)}
                """),
        };
    }

    /// <summary>Nothing is sent, and nothing is corrected either: there is nothing to be done.</summary>
    private static TaskForm NothingForm(Screen screen, EntitlementId person, ResendVerdict verdict) => new(Title(screen, Again), $"people/{person}")
    {
        CanBeDone = false,
        Words = Html.Of($"<p class=\"several\">{screen.Say("メッセージは送りません。", "Nothing is sent.")}</p><p>{WhyNot(screen, verdict)}</p>"),
    };

    private static string WhyNot(Screen screen, ResendVerdict verdict) => NextActions.BarOf(verdict) is { } bar ? screen.Language.Of(bar) : string.Empty;

    private static Html CodeField(Screen screen, PostedForm sent, IReadOnlyList<FieldError> errors) => Html.Of($"""
        {new TextField(Code, screen.Say("お客様が読み上げた6桁の確認番号", "The six digits that the caller reads back")) { Language = screen.Language, Value = sent[Code], Error = errors.Of(Code), InputMode = "numeric", AutoComplete = "off", Characters = 8, Hint = screen.Say("新しい連絡先に、いま送りました。", "They were sent there just now.") }}
        """);

    private static Html Typed(Screen screen, PostedForm sent) => Html.Of($"{new SummaryList(screen.Language, [new SummaryRow(screen.Say("新しい連絡先", "New contact"), string.Join('\n', new[] { sent["phone"], sent["email"] }.Where(text => text.Length > 0)) is { Length: > 0 } typed ? typed : screen.Say("なし", "none"))])}");
}
