using Compensation.Awards.Shared;
using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Awards;

/// <summary>Takes the campaign file's rules over, computes every member's points, and records them. Repeating it changes nothing.</summary>
public static class ComputeAwards
{
    /// <summary>Shards computed side by side.</summary>
    private const int Width = 8;

    [Function(nameof(ComputeAwards))]
    public static async Task<ComputedAwards> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CampaignId campaign = context.GetInput<CampaignId>();
        RulesInForce rules = await context.CallActivityAsync<RulesInForce>(nameof(TakeOverRules), campaign, Patience.OverAWeekend);
        if (rules.Refusal is not null)
        {
            return new ComputedAwards(rules.Version, null, rules.Refusal);
        }

        AwardTotals totals = AwardTotals.None;
        List<int> sizes = [];
        foreach (int[] shards in Enumerable.Range(0, rules.Shards).Chunk(Width))
        {
            AwardTotals[] computed = await Task.WhenAll(shards.Select(shard =>
                context.CallActivityAsync<AwardTotals>(nameof(ComputeShard), new ShardToCompute(campaign, shard, rules.Version), Patience.OverAWeekend)));
            totals = computed.Aggregate(totals, (sum, one) => sum.Plus(one));
            sizes.AddRange(computed.Select(shard => (int)shard.Earning));
        }

        SharedTransactions shared = await context.CallActivityAsync<SharedTransactions>(nameof(FindSharedTransactions), campaign, Patience.OverAWeekend);
        ComputedAwards computedAwards = new(rules.Version, totals, null) { Rounding = rules.Rounding, Shared = shared, ShardSizes = sizes };
        return await context.CallActivityAsync<ComputedAwards>(nameof(KeepTotals), new AwardsToKeep(campaign, computedAwards), Patience.OverAWeekend);
    }
}

/// <summary>One shard that is to be computed by a version of the rules.</summary>
public sealed record ShardToCompute(CampaignId Campaign, int Shard, int RulesVersion);

/// <summary>What was computed, for <see cref="KeepTotals"/>.</summary>
public sealed record AwardsToKeep(CampaignId Campaign, ComputedAwards Awards);
