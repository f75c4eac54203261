using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Receipts;

/// <summary>
/// What stands on the page of a lead besides its own: the person's other entitlements, each with a way to the page on which it is received.
/// </summary>
/// <param name="Others">The others with the addresses of their own pages, as seen from this one.</param>
internal sealed record OtherReceipts(IReadOnlyList<(Entitlement Entitlement, string Address)> Others)
{
    /// <summary>Puts them around a page's own content: how many there are at the top, the way to each at the end.</summary>
    /// <param name="page">The lead's own page.</param>
    /// <param name="lead">The lead.</param>
    /// <param name="isOver">Whether the deadline of one of them has passed.</param>
    public Page AddTo(Page page, Entitlement lead, Predicate<Entitlement> isOver)
    {
        Yen sum = Others.Aggregate(lead.Amount, (yen, other) => yen + other.Entitlement.Amount);
        return page with
        {
            Main = Html.Of($"""
                <p class="several">お受け取りは、このページの分を含めて{Others.Count + 1}件（合計{sum}分）あります。1件ずつお受け取りください。<a href="#others">ほかの{Others.Count}件を見る</a></p>
                {page.Main}
                <section class="others" aria-labelledby="others">
                <h2 id="others">ほかの{Others.Count}件のお受け取り</h2>
                <ul>
                {Others.Select((other, index) => Entry(other.Entitlement, other.Address, index + 2, isOver(other.Entitlement)))}</ul>
                </section>
                """),
        };
    }

    /// <summary>The address is relative, whatever stands in front of us.</summary>
    private static Html Entry(Entitlement other, string address, int number, bool isOver) => Html.Of($"""
        <li><a href="{address}"><span>{number.ToString(CultureInfo.InvariantCulture)}件目</span> <strong>{other.Amount}分</strong> <span>{StandingOf(other.State, isOver)}</span></a></li>

        """);

    private static string StandingOf(EntitlementState state, bool isOver) => state switch
    {
        EntitlementState.Open when !isOver => "まだお受け取りになっていません",
        EntitlementState.Open or EntitlementState.Expired => "受取期限が過ぎました",
        EntitlementState.Claimed => "コードを準備しています",
        EntitlementState.Paid => "お受け取りが完了しました",
        EntitlementState.TransferRequested => "銀行振込のお手続き中です",
        EntitlementState.Transferred => "お振り込みが完了しました",
        EntitlementState.TransferFailed => "お振り込みができませんでした",
        EntitlementState.Revoked => "取り消されています",
        _ => throw new InvalidOperationException($"There are no words for an entitlement that is {state}."),
    };
}
