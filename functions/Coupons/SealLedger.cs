using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Coupons;

/// <summary>The cutoff: nobody can change the ledger any more, every row is sealed, and each balance that is owed becomes an entitlement.</summary>
public static class SealLedger
{
    /// <summary>Shards sealed side by side.</summary>
    private const int Width = 8;

    [Function(nameof(SealLedger))]
    public static async Task<SealedLedger> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CampaignId campaign = context.GetInput<CampaignId>();
        int shards = await context.CallActivityAsync<int>(nameof(CloseLedger), campaign, Patience.OverAWeekend);
        List<ShardSeal> seals = new(shards);
        foreach (int[] some in Enumerable.Range(0, shards).Chunk(Width))
        {
            seals.AddRange(await Task.WhenAll(some.Select(shard =>
                context.CallActivityAsync<ShardSeal>(nameof(SealShard), new ShardToSeal(campaign, shard), Patience.OverAWeekend))));
        }

        return await context.CallActivityAsync<SealedLedger>(nameof(CombineSeal), new ShardsToCombine(campaign, seals), Patience.OverAWeekend);
    }
}

/// <summary>One shard that is to be sealed.</summary>
public sealed record ShardToSeal(CampaignId Campaign, int Shard);

/// <summary>All shards of a campaign, sealed and in order.</summary>
public sealed record ShardsToCombine(CampaignId Campaign, IReadOnlyList<ShardSeal> Shards);
