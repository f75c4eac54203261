using Compensation.Applications.Review;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.Applications;

/// <summary>Entering an application during a call, for somebody who has neither mobile nor e-mail or cannot use the site: taken down, read back, and marked with the operator's name.</summary>
public sealed class NewApplication(EnterApplication enter)
{
    private const string Numbers = "inquiry-numbers";

    /// <summary>The form's lines, by what the room calls them.</summary>
    private static readonly Line[] s_lines =
    [
        new("family", "family, given", "姓（カナ）", "Family name, in kana"),
        new("given", "family, given", "名（カナ）", "Given name, in kana"),
        new(Numbers, "inquiryNumbers", "お問い合わせ番号（1行に1枚）", "Inquiry numbers, a coupon a line") { Lines = 4 },
        new("travel-date", "travelDate", "旅行の日（わかれば）", "Day of travel, if known") { Example = "2023-02-23" },
        new("postal-address", "postalAddress", "住所（あれば）", "Postal address, if given"),
        new("phone", "phone", "電話番号（固定電話でも）", "Telephone number, a landline too"),
        new("delivery", "delivery", "リンクの送り先（携帯電話かメール。なければ空欄）", "Where the link goes: mobile number or e-mail address; empty where there is neither"),
    ];

    private static readonly string[] s_inputs = [.. s_lines.Select(line => line.Field), TaskForm.Reason];

    internal static TaskForm FormOf(Screen screen, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        IReadOnlyList<FieldError> wrong = errors ?? [];
        return new TaskForm(Title(screen), "applications")
        {
            Sent = sent,
            Errors = wrong,
            Button = screen.Say("読み上げる内容へ進む", "Go on to what is read back"),
            Words = Html.Of($"<p>{screen.Say("携帯電話もメールもない方、サイトを使えない方の申請を、通話中に入力します。あなたの名前で記録されます。", "For callers who have neither mobile nor e-mail, or cannot use the site. It bears your name.")}</p>"),
            Fields = Html.Of($"""
                {s_lines.Select(line => new TextField(line.Field, screen.Say(line.Japanese, line.English)) { Language = screen.Language, Value = sent?[line.Field], Error = wrong.Of(line.Field), AutoComplete = "off", Lines = line.Lines, Hint = line.Example is null ? null : screen.Say($"例：{line.Example}", $"Such as {line.Example}") })}
                """),
        };
    }

    internal async Task<IResult> HandleAsync(Screen screen, PostedForm sent, CancellationToken cancellationToken)
    {
        if (ReadBack.IsToChange(sent))
        {
            return FormOf(screen, sent).Show(screen);
        }

        EnteredApplication entered = Read(sent);
        List<FieldError> errors = [.. TaskForm.ErrorsOfReason(screen, sent), .. enter.FaultsOf(screen.Campaign, entered).Select(fault => ErrorOf(screen, fault))];
        if (errors.Count > 0)
        {
            return FormOf(screen, sent, errors).Show(screen);
        }

        ReadBack readBack = new(Title(screen), "applications", sent, s_inputs) { Rows = [.. Rows(screen, entered)], Button = Title(screen) };
        if (!ReadBack.IsAgreed(sent))
        {
            return readBack.Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        return await enter.HandleAsync(screen.Campaign, TaskForm.KeyOf(sent), entered, screen.Person.Name, cancellationToken) switch
        {
            ApplicationEntered.Done { Receipt: var receipt } => new SeeOther(screen.At($"applications/{receipt.Receipt}-1")),
            ApplicationEntered.NotNow { Why: var why } => (readBack with { Refusal = why }).Show(screen),
            ApplicationEntered.Faulty { Faults: var faults } => (readBack with { Refusal = string.Join('\n', faults) }).Show(screen),
            _ => screen.NotFound(),
        };
    }

    private static string Title(Screen screen) => screen.Say("申請を入力する", "Enter an application");

    private static EnteredApplication Read(PostedForm sent) => new(sent["family"], sent["given"], [.. sent[Numbers].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], ReadBack: true)
    {
        TravelDate = Typed(sent["travel-date"]),
        PostalAddress = Typed(sent["postal-address"]),
        Phone = Typed(sent["phone"]),
        Delivery = Typed(sent["delivery"]),
        Reason = sent[TaskForm.Reason],
    };

    private static string? Typed(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static IEnumerable<SummaryRow> Rows(Screen screen, EnteredApplication entered)
    {
        yield return new SummaryRow(screen.Say("お名前", "Name"), $"{entered.Family} {entered.Given}".Trim());
        yield return new SummaryRow(screen.Say("お問い合わせ番号", "Inquiry numbers"), string.Join('\n', entered.InquiryNumbers));
        yield return new SummaryRow(screen.Say("旅行の日", "Day of travel"), entered.TravelDate ?? None(screen));
        yield return new SummaryRow(screen.Say("住所", "Postal address"), entered.PostalAddress ?? None(screen));
        yield return new SummaryRow(screen.Say("電話番号", "Telephone"), entered.Phone ?? None(screen));
        yield return new SummaryRow(screen.Say("リンクの送り先", "Where the link goes"), entered.Delivery ?? None(screen))
        {
            Note = entered.Delivery is null ? screen.Say("承認されると「未達」の一覧に載り、こちらから連絡します。", "Once it is accepted he stands under Unreached, and is rung.") : null,
        };
    }

    private static string None(Screen screen) => screen.Say("なし", "none");

    private static FieldError ErrorOf(Screen screen, string fault)
    {
        string member = fault.Split(':')[0];
        Line line = s_lines.FirstOrDefault(one => member == one.Member || member.StartsWith($"{one.Member}[", StringComparison.Ordinal)) ?? s_lines[0];
        string english = fault[(fault.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return new FieldError(line.Field, screen.Say(line.Field switch
        {
            "family" => "お名前を100文字以内で入力してください。",
            Numbers => "お問い合わせ番号を、1枚ずつ、クーポンのとおりに入力してください。",
            "travel-date" => "日付を入力してください（例：2023-02-23）。",
            "delivery" => "携帯電話かメールを入力してください。どちらもなければ空欄にしてください。",
            _ => $"{line.Japanese}を確かめてください。",
        }, $"{line.English}: {english}"));
    }

    private sealed record Line(string Field, string Member, string Japanese, string English)
    {
        public int Lines { get; init; } = 1;

        public string? Example { get; init; }
    }
}
