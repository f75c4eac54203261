using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>A ledger file against everything that is on file, with the ledger to itself.</summary>
public sealed class LedgerComparison(CouponStore coupons)
{
    private const int ShardsAtOnce = 8;

    /// <summary>All of a row but its contact and its number.</summary>
    private static readonly string[] s_columns =
    [
        nameof(CouponRow.PartitionKey), nameof(CouponRow.RowKey), nameof(CouponRow.Number), nameof(CouponRow.Attempt), nameof(CouponRow.File), nameof(CouponRow.Earlier),
        nameof(CouponRow.Facts), nameof(CouponRow.Superseded), nameof(CouponRow.ImportedBalance),
    ];

    /// <summary>Notes which coupons of the file are on file, and removes rows that no file that counts has written: what was left behind, or taken back.</summary>
    internal async Task RunAsync(Campaign campaign, LedgerIndex index, IReadOnlySet<string> counted, bool dryRun, CancellationToken cancellationToken)
    {
        Lock gate = new();
        ConcurrentBag<(int Shard, EntitlementId Id)> dead = [];
        bool idsMet = false;
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, campaign.Shards), atOnce, async (shard, stop) =>
        {
            await foreach (CouponRow row in coupons.ReadShardAsync(campaign.Id, shard, s_columns, stop))
            {
                if (row.Attempt > 0)
                {
                    idsMet = true;
                }

                if (row.AsOf(counted) is not { } stored)
                {
                    dead.Add((shard, row.ToId()));
                    continue;
                }

                lock (gate)
                {
                    index.NoteStored(CouponHashes.FromText(row.Number), stored);
                }
            }
        });

        // Whose id was another's has gone past that row, and would not be found without it.
        if (!dryRun && !idsMet)
        {
            await Parallel.ForEachAsync(dead.GroupBy(row => row.Shard), atOnce, async (shard, stop) => await RemoveAsync(campaign.Id, shard, stop));
        }
    }

    private async Task RemoveAsync(CampaignId campaign, IGrouping<int, (int Shard, EntitlementId Id)> dead, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, dead.Key);
        foreach ((int Shard, EntitlementId Id)[] some in dead.Chunk(LedgerGate.ActionsMax))
        {
            await coupons.Gate.SubmitAsync(
                partition, some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, CouponRow.KeyOf(row.Id)), ETag.All)), cancellationToken);
        }
    }
}
