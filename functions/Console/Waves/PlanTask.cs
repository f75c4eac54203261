using System.Globalization;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Lifecycle;
using Compensation.Notices;

namespace Compensation.ConsolePages.Waves;

/// <summary>Laying a wave down: what, when, why. Nothing is sent; the wave's own page starts it.</summary>
internal static class PlanTask
{
    private const string New = "new";

    public static TaskForm FormOf(Screen screen, string wave, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        IReadOnlyList<FieldError> wrong = errors ?? [];
        TextField Field(string name, string japanese, string english, string? hint = null) =>
            new(name, screen.Say(japanese, english)) { Language = screen.Language, Value = sent?[name], Error = wrong.Of(name), Hint = hint, AutoComplete = "off", Characters = 20 };
        return new TaskForm(screen.Say("送信を計画する", "Lay a wave down"), "waves")
        {
            Sent = sent,
            Errors = wrong,
            Words = Html.Of($"<p>{screen.Say("計画しただけでは何も送りません。次の画面で人数と費用を確かめてから始めます。", "Nothing is sent by it: people and cost are shown before it is started.")}</p>"),
            Fields = Html.Of($"""
                {(wave == New ? Html.Of($"{Field("wave", "名前（英小文字・数字・ハイフン）", "Name (lower-case letters, digits, hyphens)", "reminder-extra")}") : Html.Empty)}
                {new Choices("notice", screen.Say("何を送りますか", "What?"), [new Choice(nameof(NoticeKind.Reminder), screen.Language.Of(NoticeKind.Reminder)), new Choice(nameof(NoticeKind.Issue), screen.Language.Of(NoticeKind.Issue))]) { Language = screen.Language, Chosen = [sent?["notice"] ?? nameof(NoticeKind.Reminder)], Error = wrong.Of("notice") }}
                {Field("number", "リマインドの番号", "Number of the reminder", screen.Say($"{screen.Campaign.Reminders.Count + 1}から63", $"{screen.Campaign.Reminders.Count + 1} to 63"))}
                {Field("from", "開始", "From", "2023-05-29T09:00")}
                {Field("until", "終了", "Until", "2023-05-31T20:00")}
                """),
        };
    }

    public static (WaveRequest? Request, string Id, IReadOnlyList<FieldError> Errors) Read(Screen screen, string wave, PostedForm sent)
    {
        List<FieldError> errors = [.. TaskForm.ErrorsOfReason(screen, sent)];
        NoticeKind kind = sent["notice"] == nameof(NoticeKind.Issue) ? NoticeKind.Issue : NoticeKind.Reminder;
        int number = 1;
        if (kind == NoticeKind.Reminder && !int.TryParse(Folding.Plain(sent["number"]), NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            errors.Add(new FieldError("number", screen.Say("番号を数字で入力してください。", "Enter a number.")));
        }

        if (!OperatorTime.TryParse(sent["from"], out DateTimeOffset from))
        {
            errors.Add(new FieldError("from", screen.Say("日時を入力してください（例：2023-05-29T09:00）。", "Enter a time, such as 2023-05-29T09:00.")));
        }

        if (!OperatorTime.TryParse(sent["until"], out DateTimeOffset until))
        {
            errors.Add(new FieldError("until", screen.Say("日時を入力してください（例：2023-05-31T20:00）。", "Enter a time, such as 2023-05-31T20:00.")));
        }

        string id = wave == New ? sent["wave"] : wave;
        return errors.Count > 0 ? (null, id, errors) : (new WaveRequest(kind, number, from, until, sent[TaskForm.Reason]), id, []);
    }
}
