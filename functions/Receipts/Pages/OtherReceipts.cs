using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Receipts.Pages;

/// <summary>
/// What stands on the page of a lead besides its own: the person's other entitlements, each with a way to the page on which it is received.
/// </summary>
/// <param name="Others">The others with the addresses of their own pages, as seen from this one.</param>
internal sealed record OtherReceipts(IReadOnlyList<(Entitlement Entitlement, string Address)> Others)
{
    /// <summary>Puts them around a page's own content: how many there are at the top, the way to each at the end.</summary>
    /// <param name="asked">Who looks.</param>
    /// <param name="page">The lead's own page.</param>
    /// <param name="lead">The lead.</param>
    /// <param name="isOver">Whether the deadline of one of them has passed.</param>
    public Page AddTo(AskedReceipt asked, Page page, Entitlement lead, Predicate<Entitlement> isOver)
    {
        Yen sum = Others.Aggregate(lead.Amount, (yen, other) => yen + other.Entitlement.Amount);
        return page with
        {
            Main = Html.Of($"""
                <p class="several">{asked.Say($"お受け取りは、このページの分を含めて{Others.Count + 1}件（合計{sum}分）あります。1件ずつお受け取りください。", $"You have {Others.Count + 1} amounts to collect, including this one: {asked.Sum(sum)} in total. Collect each one on its own page.")}<a href="#others">{asked.Say($"ほかの{Others.Count}件を見る", $"See the other {Others.Count}")}</a></p>
                {page.Main}
                <section class="others" aria-labelledby="others">
                <h2 id="others">{asked.Say($"ほかの{Others.Count}件のお受け取り", $"The other {Others.Count}")}</h2>
                <ul>
                {Others.Select((other, index) => Entry(asked, other.Entitlement, other.Address, index + 2, isOver(other.Entitlement)))}</ul>
                </section>
                """),
        };
    }

    /// <summary>The address is relative, whatever stands in front of us.</summary>
    private static Html Entry(AskedReceipt asked, Entitlement other, string address, int number, bool isOver) => Html.Of($"""
        <li><a href="{address}"><span>{asked.Say($"{number}件目", $"No. {number}")}</span> <strong>{asked.Say($"{other.Amount}分", asked.Sum(other.Amount))}</strong> <span>{StandingOf(asked, other.State, isOver)}</span></a></li>

        """);

    private static string StandingOf(AskedReceipt asked, EntitlementState state, bool isOver) => state switch
    {
        EntitlementState.Open when !isOver => asked.Say("まだお受け取りになっていません", "Not collected yet"),
        EntitlementState.Open or EntitlementState.Expired => asked.Say("受取期限が過ぎました", "The deadline has passed"),
        EntitlementState.Claimed => asked.Say("コードを準備しています", "The code is being prepared"),
        EntitlementState.Paid => asked.Say("お受け取りが完了しました", "Collected"),
        EntitlementState.TransferRequested => asked.Say("銀行振込のお手続き中です", "A bank transfer is under way"),
        EntitlementState.Transferred => asked.Say("お振り込みが完了しました", "Paid into your account"),
        EntitlementState.TransferFailed => asked.Say("お振り込みができませんでした", "The bank has returned the transfer"),
        EntitlementState.Revoked => asked.Say("取り消されています", "Withdrawn"),
        _ => throw new InvalidOperationException($"There are no words for an entitlement that is {state}."),
    };
}
