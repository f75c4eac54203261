using Compensation.Awards.Packs;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Awards;

/// <summary>Tries a candidate's rules out on every member, beside those in force. Changes nobody's points.</summary>
public static class CompareRules
{
    /// <summary>Shards compared side by side.</summary>
    private const int Width = 8;

    [Function(nameof(CompareRules))]
    public static async Task<RulesDifference> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CandidateToCompare candidate = context.GetInput<CandidateToCompare>()!;
        RulesDifference difference = RulesDifference.None;
        foreach (int[] shards in Enumerable.Range(0, candidate.Shards).Chunk(Width))
        {
            RulesDifference[] compared = await Task.WhenAll(shards.Select(shard =>
                context.CallActivityAsync<RulesDifference>(nameof(CompareShard), new ShardToCompare(candidate.Campaign, shard, candidate.Hash), Patience.OverAWeekend)));
            difference = compared.Aggregate(difference, (sum, one) => sum.Plus(one));
        }

        return await context.CallActivityAsync<RulesDifference>(nameof(KeepDifference), new DifferenceToKeep(candidate.Campaign, candidate.Hash, difference), Patience.OverAWeekend);
    }
}

/// <summary>Compares one shard, member by member.</summary>
public sealed class CompareShard(AwardReader reader, RulesStore rules)
{
    [Function(nameof(CompareShard))]
    public async Task<RulesDifference> Run([ActivityTrigger] ShardToCompare toCompare, CancellationToken cancellationToken)
    {
        PointRules before = await rules.InForceAsync(toCompare.Campaign, cancellationToken);
        RulesRecord candidate = await rules.FindCandidateAsync(toCompare.Campaign, toCompare.Hash, cancellationToken) ?? throw new InvalidOperationException("There is no such candidate.");
        PointRules after = candidate.ToRules();
        RulesDifference difference = RulesDifference.None;
        await foreach ((StoredMember member, Entitlement? recorded) in reader.JoinAsync(toCompare.Campaign, toCompare.Shard, cancellationToken))
        {
            difference = recorded is null or { State: EntitlementState.Open } ? difference.Plus(member, before, after) : difference.Plus(recorded.Amount);
        }

        return difference;
    }
}

/// <summary>Keeps what was found: without it, the candidate cannot be taken over.</summary>
public sealed class KeepDifference(RulesStore rules)
{
    [Function(nameof(KeepDifference))]
    public async Task<RulesDifference> Run([ActivityTrigger] DifferenceToKeep toKeep, CancellationToken cancellationToken)
    {
        await rules.KeepDifferenceAsync(toKeep.Campaign, toKeep.Hash, toKeep.Difference, cancellationToken);
        return toKeep.Difference;
    }
}

/// <summary>Rules that are to be tried out.</summary>
public sealed record CandidateToCompare(CampaignId Campaign, int Shards, string Hash);

/// <summary>One shard on which they are.</summary>
public sealed record ShardToCompare(CampaignId Campaign, int Shard, string Hash);

/// <summary>What was found, for <see cref="KeepDifference"/>.</summary>
public sealed record DifferenceToKeep(CampaignId Campaign, string Hash, RulesDifference Difference);
