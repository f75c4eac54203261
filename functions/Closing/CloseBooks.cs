using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Closing;

/// <summary>Counts every entitlement and every notice of a campaign, checks that the yen add up, and keeps the report.</summary>
public static class CloseBooks
{
    /// <summary>Shards counted side by side.</summary>
    private const int Width = 8;

    [Function(nameof(CloseBooks))]
    public static async Task<ClosingReport> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CloseOrder order = context.GetInput<CloseOrder>()!;
        Tally tally = Tally.Nothing;
        foreach (int[] shards in Enumerable.Range(0, order.Shards).Chunk(Width))
        {
            Tally[] counted = await Task.WhenAll(shards.Select(shard =>
                context.CallActivityAsync<Tally>(nameof(TallyShard), new ShardToTally(order.Campaign, shard), Patience.OverAWeekend)));
            tally = counted.Aggregate(tally, (sum, one) => sum.Plus(one));
        }

        PersonCounts persons = await context.CallActivityAsync<PersonCounts>(nameof(CountPersons), new PersonsToCount(order.Campaign, order.Shards) { IsInterim = order.IsInterim }, Patience.OverAWeekend);
        return await context.CallActivityAsync<ClosingReport>(nameof(KeepClosingReport), new CountedBooks(order, tally) { Persons = persons }, Patience.OverAWeekend);
    }
}

/// <summary>Which books are to be closed, and what the cutoff had sealed.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Shards">How many partitions it has.</param>
/// <param name="Seal">The ledger's seal.</param>
/// <param name="Sealed">The people and yen that the sealed ledger says are owed.</param>
public sealed record CloseOrder(CampaignId Campaign, int Shards, string Seal, PeopleAndYen Sealed)
{
    /// <summary>Collecting has ended and transfers have not: what a bank sent back waits for its person, and counts as failed only when the books close.</summary>
    public bool IsInterim { get; init; }

    /// <summary>Somebody wants to know how it stands today: the report is kept beside the one of the campaign's own course.</summary>
    public bool IsOnDemand { get; init; }
}

/// <summary>What was counted, for <see cref="KeepClosingReport"/>.</summary>
public sealed record CountedBooks(CloseOrder Order, Tally Tally)
{
    public PersonCounts Persons { get; init; } = PersonCounts.Nobody;

    /// <summary>What is owed beside the sealed ledger.</summary>
    public PeopleAndYen Supplements { get; init; } = PeopleAndYen.Nobody;
}
