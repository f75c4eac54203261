using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Search;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;

namespace Compensation.ConsolePages.Cases;

/// <summary>What is read of double charges.</summary>
internal static class CasePage
{
    /// <param name="screen">Who looks.</param>
    /// <param name="cases">A part of the list.</param>
    /// <param name="more">Where it goes on; null at its end.</param>
    public static Page List(Screen screen, IReadOnlyList<CaseView> cases, string? more)
    {
        string title = screen.Say("重複決済・現金払いのお申し出", "Double charges");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p>{Period(screen)}</p>
            <p><a class="button" href="{screen.At("new-case")}">{screen.Say("お申し出を受け付ける", "Take one down")}</a></p>
            <p class="way">{screen.Link("cases", screen.Say("すべて", "All"))} {screen.Link("cases?only=stuck", screen.Say("止まっている件", "Stuck"))} {BulkWay(screen, "ask-shops", screen.Say("返事のないお店にまとめてたずねる", "Ask silent shops again"))}</p>
            {Rows(screen, title, cases)}
            {(more is null ? Html.Empty : Html.Of($"<p class=\"way\">{screen.Link(more, screen.Say("つづき", "More"))}</p>"))}
            """));
    }

    private static Html BulkWay(Screen screen, string kind, string words) => screen.Opens("AskConsoleBulkTask") ? screen.Link($"bulk/{kind}/start", words) : Html.Empty;

    public static Page One(Screen screen, CaseDetails details, EntitlementId coupon)
    {
        string title = screen.Say($"受付番号 {details.Case.Number}", $"Case {details.Case.Number}");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="several">{screen.Language.Of(details.Case.State)}{(details.Case.EndsAt is { } ends ? screen.Say($"（{screen.Language.LastMinuteBefore(ends)}まで）", $" (until {screen.Language.LastMinuteBefore(ends)})") : string.Empty)}</p>
            {Facts(screen, details)}
            {CaseTasks.For(details.Case.State).Select(task => Html.Of($"<p class=\"way\">{screen.Link($"cases/{details.Case.Number}/{task}", CaseTasks.Title(screen, task))}</p>\n"))}
            {(details.Related.Count == 0 ? Html.Empty : Html.Of($"<h2>{screen.Say("同じクーポン・同じレシートの件", "Other cases about the same coupon or receipt")}</h2>{Rows(screen, screen.Say("関連する件", "Related"), [.. details.Related.Select(other => other.Case)])}"))}
            <h2>{screen.Say("経過", "History")}</h2>
            {new Table(screen.Say("経過", "History"), [screen.Say("日時", "When"), screen.Say("したこと", "What"), screen.Say("人", "Who"), screen.Say("状態", "Then"), screen.Say("ことば", "Words")], [.. details.History.Select(step => (Html[])[Html.Of($"{screen.Language.Instant(step.At)}"), Html.Of($"{screen.Language.Of(step.Act)}"), Html.Of($"{Who(screen, step.By)}"), Html.Of($"{screen.Language.Of(step.State)}"), Html.Of($"{step.Words}")])])}
            <p class="way">{screen.Link($"people/{coupon}", screen.Say("お客様の記録", "The person"))}</p>
            """));
    }

    private static Table Rows(Screen screen, string caption, IReadOnlyList<CaseView> cases) => new(
        caption,
        [screen.Say("受付番号", "Case"), screen.Say("状態", "Standing"), screen.Say("種類", "Kind"), "#" + screen.Say("金額", "Amount"), screen.Say("受付", "Taken down"), screen.Say("この状態になった日時", "Since")],
        [.. cases.Select(one => (Html[])[screen.Link($"cases/{one.Number}", one.Number.Value), Html.Of($"{screen.Language.Of(one.State)}"), Html.Of($"{screen.Language.Of(one.Kind)}"), Html.Of($"{screen.Language.Sum(one.Amount)}"), Html.Of($"{screen.Language.Instant(one.OpenedAt)} {one.OpenedBy}"), Html.Of($"{screen.Language.Instant(one.Since)}")])])
    {
        None = screen.Say("まだありません。", "None yet."),
    };

    internal static SummaryList Facts(Screen screen, CaseDetails details)
    {
        CaseFactsView facts = details.Facts;
        List<SummaryRow> rows =
        [
            new(screen.Say("お申し出", "What"), $"{screen.Language.Of(details.Case.Kind)} {screen.Language.Sum(details.Case.Amount)}"),
            new(screen.Say("クーポン", "Coupon"), $"{Masking.OfNumber(facts.InquiryNumber)} {screen.Language.Day(facts.Expiry)}"),
            new(screen.Say("お店", "Shop"), facts.Shop),
        ];
        Add(screen.Say("お会計の日時", "Paid at"), facts.PaidAt is { } at ? screen.Language.Instant(at) : null);
        Add(screen.Say("レシート", "Receipt"), facts.Receipt);
        Add(screen.Say("お店の連絡先", "Shop's contact"), facts.ShopContact ?? facts.ShopPhone);
        Add(screen.Say("クーポンに書かれた額面（お申し出）", "Face value, as the caller read it"), details.Coupon is { FaceValue: null } && facts.FaceValue is { } face ? screen.Language.Sum(new Yen(face)) : null);
        Add(screen.Say("いまの残高", "Balance now"), details.Coupon is { } coupon ? BalanceOf(screen, coupon) : null);
        Add(screen.Say("お店の返事", "The shop said"), details.Shop is { } shop ? $"{(shop.Confirms ? screen.Say("そのとおり", "it was so") : screen.Say("違う", "it was not"))} {shop.Name} {shop.Remark} {shop.RecordedBy}" : null);
        Add(screen.Say("承認", "Approved by"), details.Case.ApprovedBy);
        Add(screen.Say("お断りの理由", "Refused because"), details.Case.Refusal is { } refusal ? screen.Language.Of(refusal) : null);
        return new SummaryList(screen.Language, rows);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                rows.Add(new SummaryRow(name, value));
            }
        }
    }

    private static string BalanceOf(Screen screen, CaseCouponView coupon)
    {
        string face = coupon.FaceValue is { } value ? screen.Say($"額面 {value}、", $"face value {screen.Language.Sum(value)}, ") : string.Empty;
        return screen.Say($"{coupon.Balance}（{face}{screen.Language.Day(coupon.UsableUntil)}まで）", $"{screen.Language.Sum(coupon.Balance)} ({face}usable until {screen.Language.Day(coupon.UsableUntil)})");
    }

    /// <summary>Who is no person is told by what it is.</summary>
    private static string Who(Screen screen, string by) => by switch
    {
        CaseDesk.ByClock or CaseDesk.ByApp => screen.Say("自動", "by itself"),
        CaseDesk.ByShop => screen.Say("お店", "the shop"),
        _ => by,
    };

    private static string Period(Screen screen)
    {
        Campaigns.DoubleChargePeriod period = screen.Campaign.DoubleCharges!;
        return screen.Say(
            $"受付は{screen.Language.Instant(period.OpensAt)}から{screen.Language.LastMinuteBefore(period.ClosesAt)}まで。承認は、受け付けた人とは別の人が行います。",
            $"Taken from {screen.Language.Instant(period.OpensAt)} until {screen.Language.LastMinuteBefore(period.ClosesAt)}. A second person approves.");
    }
}
