using System.Runtime.CompilerServices;
using Compensation.Awards.Packs;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>Computes members' points from what is stored. Writes nothing.</summary>
public sealed class AwardReader(PurchaseStore purchases, EntitlementStore entitlements, RulesStore rules)
{
    private const int PageSize = 1_000;

    /// <summary>
    /// Every member of a shard in the order of ids, a page at a time in memory: two queries for a thousand rows. The seam for granting and withdrawing:
    /// <see cref="MemberAward.Difference"/> says what is left to do.
    /// </summary>
    public async IAsyncEnumerable<MemberAward> ReadShardAsync(CampaignId campaign, int shard, int version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PointRules current = await rules.OfVersionAsync(campaign, version, cancellationToken);
        await foreach ((StoredMember member, Entitlement? recorded) in JoinAsync(campaign, shard, cancellationToken))
        {
            yield return await ComputeAsync(campaign, member, recorded, current, cancellationToken);
        }
    }

    /// <summary>The members of a shard, each with the entitlement that is recorded.</summary>
    internal async IAsyncEnumerable<(StoredMember Member, Entitlement? Recorded)> JoinAsync(CampaignId campaign, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<Entitlement> recorded = EntitlementsAsync(campaign, shard, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool more = await recorded.MoveNextAsync();
        await foreach (StoredMember member in purchases.ReadShardAsync(campaign, shard, cancellationToken))
        {
            while (more && recorded.Current.Id.CompareTo(member.Id) < 0)
            {
                more = await recorded.MoveNextAsync();
            }

            yield return (member, more && recorded.Current.Id == member.Id ? recorded.Current : null);
        }
    }

    /// <summary>By the rules given; what has been granted stays with the rules it was granted under.</summary>
    private async Task<MemberAward> ComputeAsync(CampaignId campaign, StoredMember member, Entitlement? recorded, PointRules current, CancellationToken cancellationToken)
    {
        PointRules applied = await AppliedAsync(campaign, recorded, current, cancellationToken);
        MemberPoints points = new(default, 0, applied.Award.Rounding);
        List<AwardOutcome> outcomes = [];
        List<string> earning = [];
        foreach (RecordedPurchase purchase in member.Purchases)
        {
            TransactionAward award = applied.Evaluate(purchase.Purchase);
            points = points.Plus(award);
            outcomes.Add(award.Outcome);
            if (award.Points.Parts > 0)
            {
                earning.Add(purchase.Transaction);
            }
        }

        return new MemberAward(member.Id, applied.Award.RulesVersion, points, recorded) { Outcomes = outcomes, Earning = earning };
    }

    internal async Task<PointRules> AppliedAsync(CampaignId campaign, Entitlement? recorded, PointRules current, CancellationToken cancellationToken) =>
        recorded is null or { State: EntitlementState.Open } || recorded.RulesVersion is not { } granted || granted == current.Award.RulesVersion
            ? current
            : await rules.OfVersionAsync(campaign, granted, cancellationToken);

    internal static MemberPoints Sum(PointRules rules, StoredMember member) => rules.Sum(member.Purchases.Select(recorded => rules.Evaluate(recorded.Purchase)));

    private async IAsyncEnumerable<Entitlement> EntitlementsAsync(CampaignId campaign, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await entitlements.ReadPageAsync(campaign, shard, after, PageSize, cancellationToken);
            foreach (Entitlement entitlement in page)
            {
                yield return entitlement;
                after = entitlement.Id;
            }
        }
        while (page.Count == PageSize);
    }
}
