using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>Records computed points, a hundred members at a time. What is as it should be is not written, so that computing again costs reads only.</summary>
public sealed class AwardWriter(PurchaseStore purchases, EntitlementStore entitlements)
{
    /// <returns>How many members' records were changed.</returns>
    internal async Task<int> RecordAsync(CampaignId campaign, IReadOnlyList<(MemberAward Award, PurchaseRow Member)> chunk, CancellationToken cancellationToken)
    {
        // The version first: were it written last, a crash in between could leave an amount that its recorded rules do not explain.
        (MemberAward Award, PurchaseRow Member)[] stale = [.. chunk.Where(one => one.Member.Points != one.Award.Computed.Amount || one.Member.RulesVersion != one.Award.RulesVersion)];
        foreach ((MemberAward Award, PurchaseRow Member)[] some in stale.Chunk(PurchaseStore.TransactionSizeMax))
        {
            await purchases.TrySubmitAsync([.. some.Select(one => Recorded(one.Award, one.Member))], cancellationToken);
        }

        MemberAward[] fresh = [.. chunk.Select(one => one.Award).Where(award => award.Recorded is null && award.Computed > Yen.Zero)];
        await entitlements.CreateAsync([.. fresh.Select(award => Owed(campaign, award))], cancellationToken);
        MemberAward[] changed = [.. chunk.Select(one => one.Award).Where(award => award is { IsOpen: true, Recorded: not null } && award.Difference != Yen.Zero)];
        if (!await entitlements.TryMoveAllAsync([.. changed.Select(award => (award.Recorded!, award.Recorded! with { Amount = award.Computed }))], cancellationToken))
        {
            await CorrectSinglyAsync(campaign, changed, cancellationToken);
        }

        return stale.Select(one => one.Award.Id).Union(fresh.Select(award => award.Id)).Union(changed.Select(award => award.Id)).Count();
    }

    /// <summary>Somebody was quicker with one of them. Who has been granted something meanwhile keeps it; the difference shows.</summary>
    private async Task CorrectSinglyAsync(CampaignId campaign, IEnumerable<MemberAward> changed, CancellationToken cancellationToken)
    {
        foreach (MemberAward award in changed)
        {
            Entitlement? current;
            do
            {
                current = await entitlements.FindAsync(campaign, award.Id, cancellationToken);
            }
            while (current is { State: EntitlementState.Open } open && await entitlements.TryMoveAsync(open, open with { Amount = award.Computed }, cancellationToken) is null);
        }
    }

    private static TableTransactionAction Recorded(MemberAward award, PurchaseRow member) => new(
        TableTransactionActionType.UpdateMerge,
        new TableEntity(member.PartitionKey, member.RowKey)
        {
            [nameof(PurchaseRow.Points)] = award.Computed.Amount,
            [nameof(PurchaseRow.RulesVersion)] = award.RulesVersion,
        },
        ETag.All);

    private static Entitlement Owed(CampaignId campaign, MemberAward award) => new()
    {
        Campaign = campaign,
        Id = award.Id,
        Route = Campaigns.EntitlementRoute.Purchase,
        Amount = award.Computed,
    };
}
