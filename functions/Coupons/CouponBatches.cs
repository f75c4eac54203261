using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>Coupons of one shard that are written in one transaction.</summary>
internal sealed record CouponBatch(int Shard, IReadOnlyList<(EntitlementId Id, LedgerRow Row)> Coupons);

/// <summary>Sorts a stream of rows into shards and hands over a batch whenever one is full: at most one unfinished batch a shard is in memory.</summary>
internal static class CouponBatches
{
    public static async IAsyncEnumerable<CouponBatch> Of(Campaign campaign, CouponStore coupons, IAsyncEnumerable<LedgerRow> rows)
    {
        var pending = new List<(EntitlementId Id, LedgerRow Row)>[campaign.Shards];
        await foreach (LedgerRow row in rows)
        {
            EntitlementId id = coupons.IdOf(campaign.Id, row.Number, attempt: 0);
            int shard = id.ShardOf(campaign.Shards);
            List<(EntitlementId Id, LedgerRow Row)> batch = pending[shard] ??= new(LedgerGate.ActionsMax);

            // Two numbers with the same id cannot share a transaction; the later one will find the id taken and get another.
            if (batch.Count == LedgerGate.ActionsMax || batch.Exists(other => other.Id == id))
            {
                yield return new CouponBatch(shard, batch);
                batch = pending[shard] = new(LedgerGate.ActionsMax);
            }

            batch.Add((id, row));
        }

        for (int shard = 0; shard < pending.Length; shard++)
        {
            if (pending[shard] is { Count: > 0 } rest)
            {
                yield return new CouponBatch(shard, rest);
            }
        }
    }
}
