using Compensation.Applications.Typing;
using Compensation.CallCentre.Notes;
using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.People;

/// <summary>What is done on a person's page: seeing one field in clear, notes of calls; sending again is <see cref="ResendTask"/>'s, taking apart <see cref="ApartTask"/>'s, erasing <see cref="EraseTask"/>'s, transfers <see cref="TransferTask"/>'s.</summary>
public sealed class PersonTasks(ResendTask resend, ApartTask apart, EraseTask erase, TransferTask transfer, Unmask unmask, TakeNote notes)
{
    private const string UnmaskBeginning = "unmask-";
    private const string DoneBeginning = "done-";

    internal async Task<Page?> AskAsync(Screen screen, EntitlementId person, string task, CancellationToken cancellationToken) => task switch
    {
        ResendTask.Again or ResendTask.Correct => await resend.AskAsync(screen, person, task, cancellationToken),
        ApartTask.Name => await apart.AskAsync(screen, person, cancellationToken),
        EraseTask.Name => await erase.AskAsync(screen, person, cancellationToken),
        TransferTask.Name or TransferTask.Withdraw => await transfer.AskAsync(screen, person, task, cancellationToken),
        "note" => NoteForm(screen, person).Show(screen),
        _ when FieldOf(task) is { } field => UnmaskForm(screen, person, field).Show(screen),
        _ when KeyOf(task) is not null => DoneForm(screen, person).Show(screen),
        _ => null,
    };

    internal async Task<IResult?> DoAsync(Screen screen, EntitlementId person, string task, PostedForm sent, DurableTaskClient orchestrations, CancellationToken cancellationToken) => task switch
    {
        ResendTask.Again or ResendTask.Correct => await resend.DoAsync(screen, person, task, sent, orchestrations, cancellationToken),
        ApartTask.Name => await apart.DoAsync(screen, person, sent, cancellationToken),
        EraseTask.Name => await erase.DoAsync(screen, person, sent, cancellationToken),
        TransferTask.Name or TransferTask.Withdraw => await transfer.DoAsync(screen, person, task, sent, cancellationToken),
        "note" => await NoteAsync(screen, person, sent, cancellationToken),
        _ when FieldOf(task) is { } field => await UnmaskAsync(screen, person, field, sent, cancellationToken),
        _ when KeyOf(task) is { } key => await FinishAsync(screen, person, key, cancellationToken),
        _ => null,
    };

    private static PersonField? FieldOf(string task) => task switch
    {
        UnmaskBeginning + "phone" => PersonField.Phone,
        UnmaskBeginning + "email" => PersonField.Email,
        UnmaskBeginning + "name" => PersonField.Name,
        UnmaskBeginning + "inquiry-number" => PersonField.InquiryNumber,
        _ => null,
    };

    private static string? KeyOf(string task) => task.StartsWith(DoneBeginning, StringComparison.Ordinal) && NoteFunctions.IsKey(task[DoneBeginning.Length..]) ? task[DoneBeginning.Length..] : null;

    private static string NameOf(Screen screen, PersonField field) => field switch
    {
        PersonField.Phone => screen.Say("携帯電話", "Mobile number"),
        PersonField.Email => screen.Say("メール", "E-mail address"),
        PersonField.Name => screen.Say("お名前", "Name"),
        _ => screen.Say("お問い合わせ番号", "Inquiry number"),
    };

    private static TaskForm UnmaskForm(Screen screen, EntitlementId person, PersonField field) => new(screen.Say($"{NameOf(screen, field)}を表示する", $"Show: {NameOf(screen, field)}"), $"people/{person}")
    {
        Words = Html.Of($"<p>{screen.Say("必要なときだけ表示してください。だれが、なぜ見たかが記録されます。", "Only where it is needed: who has seen it, and why, is recorded.")}</p>"),
    };

    private async Task<IResult> UnmaskAsync(Screen screen, EntitlementId person, PersonField field, PostedForm sent, CancellationToken cancellationToken)
    {
        TaskForm form = UnmaskForm(screen, person, field);
        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (form with { Sent = sent, Errors = errors }).Show(screen);
        }

        screen.Note($"{field}: {sent[TaskForm.Reason]}");
        string? value = await unmask.HandleAsync(screen.Campaign, person, field, cancellationToken);
        string title = NameOf(screen, field);
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="address" translate="no">{value ?? screen.Say("登録なし", "none")}</p>
            <p class="way">{screen.Link($"people/{person}", screen.Say("もどる", "Back"))}</p>
            """));
    }

    private static TaskForm NoteForm(Screen screen, EntitlementId person, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        IReadOnlyList<FieldError> wrong = errors ?? [];
        return new TaskForm(screen.Say("通話を記録する", "Write down a call"), $"people/{person}")
        {
            AsksReason = false,
            Sent = sent,
            Errors = wrong,
            Fields = Html.Of($"""
                {new Choices("outcome", screen.Say("どうなりましたか", "How did it end?"), [.. Enum.GetValues<CallOutcome>().Select(outcome => new Choice(outcome.ToString(), screen.Language.Of(outcome)))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent["outcome"]], Error = wrong.Of("outcome") }}
                {new TextField("text", screen.Say("内容", "What was said")) { Language = screen.Language, Lines = 4, Value = sent?["text"], Error = wrong.Of("text"), Hint = screen.Say("暗号化して保存します。口座番号やコードは書かないでください。", "It is kept encrypted. Write no account numbers or codes.") }}
                {new TextField("follow-up", screen.Say("いつ折り返す・対応するか（その日まで）", "The day on which somebody looks after it")) { Language = screen.Language, Value = sent?["follow-up"], Error = wrong.Of("follow-up"), Characters = 12, Hint = screen.Say("例：2023-04-11。要らなければ空欄のまま。", "Such as 2023-04-11; empty where nobody has to.") }}
                """),
        };
    }

    private async Task<IResult> NoteAsync(Screen screen, EntitlementId person, PostedForm sent, CancellationToken cancellationToken)
    {
        List<FieldError> errors = [];
        bool isOutcome = Enum.TryParse(sent["outcome"], out CallOutcome outcome) && Enum.IsDefined(outcome);
        DateOnly day = default;
        bool isDay = sent["follow-up"].Length == 0 || TypedDate.TryParse(sent["follow-up"], out day);
        if (!isOutcome)
        {
            errors.Add(new FieldError("outcome", screen.Say("どうなったかを選んでください。", "Choose how it ended.")));
        }

        if (!isDay)
        {
            errors.Add(new FieldError("follow-up", screen.Say("日付を入力してください（例：2023-04-11）。", "Enter a date, such as 2023-04-11.")));
        }

        if (errors.Count == 0)
        {
            CallCentre.Notes.NoteForm note = new(sent["text"].ReplaceLineEndings("\n"), outcome) { FollowUpOn = day == default ? null : day };
            (Note? written, string? fault) = await notes.HandleAsync(screen.Campaign, person, note, TaskForm.KeyOf(sent), screen.Person.Name, cancellationToken);
            if (written is not null)
            {
                return new SeeOther(screen.At($"people/{person}"));
            }

            errors.Add(fault!.StartsWith("followUpOn", StringComparison.Ordinal)
                ? new FieldError("follow-up", screen.Say("今日から半年以内の日付を入力してください。", "Enter a day from today on, within half a year."))
                : new FieldError("text", screen.Say($"内容を{TakeNote.TextLengthMax}文字以内で入力してください。同じ画面を、内容を変えて二度送ることはできません。", $"Enter at most {TakeNote.TextLengthMax} characters. A page is not sent twice with other words.")));
        }

        return NoteForm(screen, person, sent, errors).Show(screen);
    }

    private static TaskForm DoneForm(Screen screen, EntitlementId person) => new(screen.Say("対応済みにする", "It is done"), $"people/{person}") { AsksReason = false };

    private async Task<IResult> FinishAsync(Screen screen, EntitlementId person, string key, CancellationToken cancellationToken) =>
        await notes.FinishAsync(screen.Campaign, person, key, screen.Person.Name, cancellationToken) ? new SeeOther(screen.At($"people/{person}")) : screen.NotFound();
}
