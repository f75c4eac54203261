using Compensation.Applications;
using Compensation.Applications.Review;
using Compensation.CallCentre.Search;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages.Applications;

/// <summary>What is stated beside what is on file. Names and days stand in clear, since they are what is compared; where somebody is reached is masked.</summary>
internal static class ApplicationPage
{
    public static Page Of(Screen screen, ApplicationCase one)
    {
        string title = screen.Say("申請", "Application");
        return screen.Page(title, Html.Of($"""
            <h1>{title} {one.Application.Receipt}-{one.Application.Line}</h1>
            <p class="several">{screen.Language.Of(one.Application.State)}：{Outcomes.Of(screen, one.Application.Outcome)}{(one.Application.HeldBy is { } holder ? screen.Say($"（{holder}が担当）", $" ({holder} works at it)") : string.Empty)}</p>
            {Compared(screen, one)}
            {Rest(screen, one)}
            {ApplicationTasks.For(one.Application.State).Select(task => Html.Of($"<p class=\"way\">{screen.Link($"applications/{one.Application.Id}/{task}", ApplicationTasks.Title(screen, task))}</p>\n"))}
            {(one.Related.Count == 0 ? Html.Empty : Html.Of($"{new Table(screen.Say("共通点のある申請", "Applications with something in common"), [screen.Say("受付番号", "Receipt"), screen.Say("共通点", "In common"), screen.Say("状態", "Standing")],
                [.. one.Related.Select(other => (Html[])[screen.Link($"applications/{other.Application.Id}", other.Application.Id), Html.Of($"{CommonIn(screen, other.Relation)}"), Html.Of($"{screen.Language.Of(other.Application.State)}")])])}"))}
            """));
    }

    private static Table Compared(Screen screen, ApplicationCase one) => new(
        screen.Say("申請と台帳", "Application and ledger"),
        [screen.Say("項目", "Field"), screen.Say("申請", "Stated"), screen.Say("台帳", "On file")],
        [
            Row(screen.Say("お名前", "Name"), $"{one.Form.Family} {one.Form.Given}", one.OnFile?.NameKana),
            Row(screen.Say("旅行日", "Day of travel"), Day(screen, one.Form.TravelDate), Day(screen, one.OnFile?.TravelDate)),
            Row(screen.Say("電話番号", "Telephone"), Masking.Of(one.Form.Delivery.Phone ?? one.Form.Phone), Masking.Of(one.OnFile?.Phone)),
            Row(screen.Say("お問い合わせ番号", "Inquiry number"), Masking.OfNumber(one.InquiryNumber), one.OnFile is null ? screen.Say("なし", "none") : screen.Say("あり", "there")),
            Row(screen.Say("クーポン", "Coupon"), null, one.OnFile is { } coupon ? $"{screen.Language.Sum(coupon.Balance)} {Day(screen, coupon.Expiry)} {(coupon.ChargedToApp ? coupon.LeftApp ? screen.Say("アプリ退会", "left the app") : screen.Say("アプリ", "app") : screen.Say("紙", "paper"))}" : null),
        ]);

    private static Html[] Row(string name, string? stated, string? onFile) => [Html.Of($"{name}"), Html.Of($"{stated}"), Html.Of($"{onFile}")];

    private static string? Day(Screen screen, DateOnly? day) => day is { } known ? screen.Language.Day(known) : null;

    private static SummaryList Rest(Screen screen, ApplicationCase one)
    {
        List<SummaryRow> rows = [new(screen.Say("受付", "Received"), screen.Language.Instant(one.Application.ReceivedAt))];
        Add(screen.Say("送り先", "Delivery"), Masking.Of(one.Form.Delivery.FirstWay));
        Add(screen.Say("電話で入力した人", "Entered by"), one.Application.EnteredBy);
        Add(screen.Say("判断", "Decided by"), one.DecidedBy is null ? null : $"{one.DecidedBy} {(one.DecidedAt is { } at ? screen.Language.Instant(at) : string.Empty)}");
        Add(screen.Say("お伝えしたこと", "Told"), one.Words);
        Add(screen.Say("お答え", "Answer"), one.Answer);
        return new SummaryList(screen.Language, rows);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                rows.Add(new SummaryRow(name, value));
            }
        }
    }

    private static string CommonIn(Screen screen, Relation relation) => relation switch
    {
        Relation.Coupon => screen.Say("クーポン", "coupon"),
        Relation.Contact => screen.Say("連絡先", "contact"),
        Relation.Name => screen.Say("名前", "name"),
        _ => screen.Say("住所", "address"),
    };
}
