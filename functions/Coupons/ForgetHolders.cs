using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>Erases who holds coupons. Balances, adjustments, seal and the hashes by which a coupon is known again stay as they are.</summary>
public sealed class ForgetHolders(CouponStore coupons, LedgerLeases leases, SealStore seals)
{
    private const int TransactionMax = 100;

    /// <summary>The keyed hash of a coupon's number, by which a file that states it again is known; null where there is no such coupon.</summary>
    internal async Task<string?> NumberOfAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) =>
        (await ReadAsync(campaign, id, cancellationToken))?.Number;

    /// <summary>Begins to erase a single coupon: while the ledger takes files, with the ledger to itself, so that none that is under way brings back what is erased.</summary>
    /// <returns>What ends it; null where a file is being taken in.</returns>
    internal async Task<IAsyncDisposable?> BeginAsync(Campaign campaign, CancellationToken cancellationToken) => await seals.FindAsync(campaign.Id, cancellationToken) is not null
        ? new Sealed()
        : await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Ledger, "erasing a person", By: null), cancellationToken);

    internal async Task OneAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        while (await ReadAsync(campaign, id, cancellationToken) is { Inquiry.Length: > 0 } row && !await coupons.TryKeepWithoutHoldersAsync([row], cancellationToken))
        {
            // Somebody has adjusted it in between.
        }
    }

    /// <summary>All of a shard, a hundred at a time. A repeat reads only what is left.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> ShardAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        await foreach (CouponRow[] some in coupons.ReadWithHoldersAsync(campaign, shard, cancellationToken).Chunk(TransactionMax))
        {
            if (!await coupons.TryKeepWithoutHoldersAsync(some, cancellationToken))
            {
                foreach (CouponRow row in some)
                {
                    await OneAsync(campaign, row.ToId(), cancellationToken);
                }
            }

            forgotten += some.Length;
        }

        return forgotten;
    }

    private Task<CouponRow?> ReadAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) =>
        coupons.ReadAsync(coupons.PartitionOf(campaign, id), CouponRow.KeyOf(id), cancellationToken);

    /// <summary>Nothing is taken in any more.</summary>
    private sealed class Sealed : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
