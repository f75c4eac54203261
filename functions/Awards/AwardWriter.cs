using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>Records computed points, a hundred members at a time. What is as it should be is not written, so that computing again costs reads only.</summary>
public sealed class AwardWriter(EntitlementStore entitlements)
{
    /// <returns>How many members' records were changed.</returns>
    internal async Task<int> RecordAsync(CampaignId campaign, IReadOnlyList<MemberAward> chunk, CancellationToken cancellationToken)
    {
        MemberAward[] stale = [.. chunk.Where(award => award.IsStale)];
        await entitlements.CreateAsync([.. stale.Where(award => award.Recorded is null).Select(award => Owed(campaign, award))], cancellationToken);
        MemberAward[] changed = [.. stale.Where(award => award.Recorded is not null)];
        if (!await entitlements.TryMoveAllAsync([.. changed.Select(award => (award.Recorded!, Corrected(award.Recorded!, award)))], cancellationToken))
        {
            await CorrectSinglyAsync(campaign, changed, cancellationToken);
        }

        return stale.Length;
    }

    /// <summary>Somebody was quicker with one of them. Whose granting was begun meanwhile keeps the rules it was begun under: the next computation sees to it.</summary>
    private async Task CorrectSinglyAsync(CampaignId campaign, IEnumerable<MemberAward> changed, CancellationToken cancellationToken)
    {
        foreach (MemberAward award in changed)
        {
            Entitlement? current;
            do
            {
                current = await entitlements.FindAsync(campaign, award.Id, cancellationToken);
            }
            while (current is not null && current.State == EntitlementState.Open == award.IsOpen && await entitlements.TryMoveAsync(current, Corrected(current, award), cancellationToken) is null);
        }
    }

    private static Entitlement Corrected(Entitlement current, MemberAward award) => current with { Amount = award.Computed, RulesVersion = award.RulesVersion };

    private static Entitlement Owed(CampaignId campaign, MemberAward award) => new()
    {
        Campaign = campaign,
        Id = award.Id,
        Route = Campaigns.EntitlementRoute.Purchase,
        Amount = award.Computed,
        RulesVersion = award.RulesVersion,
    };
}
