using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Awards.Books;

/// <summary>Counts every member and every posting of a campaign, checks that the points add up, and keeps the report. May be repeated at any time.</summary>
public static class CloseAwardBooks
{
    /// <summary>Shards counted side by side.</summary>
    private const int Width = 8;

    [Function(nameof(CloseAwardBooks))]
    public static async Task<AwardClosingReport> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        AwardBooks books = context.GetInput<AwardBooks>()!;
        AwardTally tally = AwardTally.Nothing;
        foreach (int[] shards in Enumerable.Range(0, books.Shards).Chunk(Width))
        {
            AwardTally[] counted = await Task.WhenAll(shards.Select(shard =>
                context.CallActivityAsync<AwardTally>(nameof(TallyAwardShard), new AwardShardToTally(books.Campaign, shard), Patience.OverAWeekend)));
            tally = counted.Aggregate(tally, (sum, one) => sum.Plus(one));
        }

        return await context.CallActivityAsync<AwardClosingReport>(nameof(KeepAwardReport), new CountedAwards(books.Campaign, tally), Patience.OverAWeekend);
    }
}

/// <summary>Which books are to be closed.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Shards">How many partitions it has.</param>
public sealed record AwardBooks(CampaignId Campaign, int Shards);

/// <summary>What was counted, for <see cref="KeepAwardReport"/>.</summary>
public sealed record CountedAwards(CampaignId Campaign, AwardTally Tally);
