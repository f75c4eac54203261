using Compensation.Awards.Packs;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>Why a member has earned what was earned: every transaction with its reasons.</summary>
public sealed class AwardExplanation(PurchaseStore purchases, EntitlementStore entitlements, AwardReader reader, RulesStore rules)
{
    /// <summary>Null where the member has no purchase on file.</summary>
    public async Task<ExplainedMember?> ExplainAsync(CampaignId campaign, MemberId member, CancellationToken cancellationToken)
    {
        (EntitlementId id, StoredMember? stored) = await purchases.FindAsync(campaign, member, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        Entitlement? recorded = await entitlements.FindAsync(campaign, id, cancellationToken);
        PointRules applied = await reader.AppliedAsync(campaign, recorded, await rules.InForceAsync(campaign, cancellationToken), cancellationToken);
        MemberPoints sum = AwardReader.Sum(applied, stored);
        return new ExplainedMember(
            id,
            applied.Award.RulesVersion,
            sum.Whole,
            sum.Exact.ToString(),
            recorded?.Amount,
            recorded?.State.ToString(),
            [.. stored.Purchases.OrderBy(purchase => purchase.Transaction, StringComparer.Ordinal).Select(purchase => Explain(purchase, applied))])
        {
            Rounding = applied.Award.Rounding,
        };
    }

    private static ExplainedTransaction Explain(RecordedPurchase recorded, PointRules rules)
    {
        PurchaseFacts facts = recorded.Facts;
        TransactionAward award = rules.Evaluate(facts.Purchase);
        IReadOnlyList<AwardReason> reasons = AwardReason.For(rules, facts.Purchase);
        return new ExplainedTransaction(
            recorded.Transaction,
            recorded.Revision,
            facts.Purchase.Service,
            facts.Facility,
            facts.Purchase.Amount,
            award.Outcome.ToString(),
            award.Points.ToString(),
            [.. reasons.Select(ReasonTexts.InJapanese)],
            [.. reasons.Select(ReasonTexts.InEnglish)])
        {
            Counted = rules.Counted(award).ToString(),
        };
    }
}

/// <summary>A member's points and where they come from.</summary>
/// <param name="Id">The entitlement's id.</param>
/// <param name="RulesVersion">The rules that explain it: those in force, or those under which it was granted.</param>
/// <param name="Points">Whole points, rounded down as <see cref="Rounding"/> says.</param>
/// <param name="Exact">Before rounding, such as <c>10 10/11</c>.</param>
/// <param name="Recorded">The entitlement's amount; null where there is none (yet).</param>
/// <param name="State">What has become of it.</param>
/// <param name="Transactions">In the order of their ids.</param>
public sealed record ExplainedMember(
    EntitlementId Id, int RulesVersion, long Points, string Exact, Yen? Recorded, string? State, IReadOnlyList<ExplainedTransaction> Transactions)
{
    public required AwardRounding Rounding { get; init; }
}

/// <summary>One transaction and why it earns what it earns.</summary>
public sealed record ExplainedTransaction(
    string Transaction,
    long Revision,
    string Service,
    string Facility,
    Yen Amount,
    string Outcome,
    string Points,
    IReadOnlyList<string> Japanese,
    IReadOnlyList<string> English)
{
    /// <summary>What it adds to the member's points: <see cref="Points"/>, or without their fraction where the rules drop each transaction's.</summary>
    public required string Counted { get; init; }
}
