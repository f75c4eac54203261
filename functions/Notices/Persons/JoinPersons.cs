using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Notices.Persons;

/// <summary>
/// Finds the people with several entitlements, once, after the seal: each of them gets one message for all, from one entitlement that leads.
/// First every shard writes where its people are reached, then every bucket of that index joins those who are reached in one place.
/// </summary>
public static class JoinPersons
{
    /// <summary>Shards, and then buckets, worked on side by side.</summary>
    private const int Width = 8;

    [Function(nameof(JoinPersons))]
    public static async Task<JoinedPersons> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        PersonsToJoin order = context.GetInput<PersonsToJoin>()!;
        foreach (int[] shards in Enumerable.Range(0, order.Shards).Chunk(Width))
        {
            await Task.WhenAll(shards.Select(shard => context.CallActivityAsync(nameof(IndexPersons), new PersonShard(order.Campaign, shard), Patience.OverAWeekend)));
        }

        JoinedPersons sum = JoinedPersons.Nobody;
        foreach (int[] buckets in Enumerable.Range(0, order.Shards).Chunk(Width))
        {
            JoinedPersons[] joined = await Task.WhenAll(buckets.Select(bucket =>
                context.CallActivityAsync<JoinedPersons>(nameof(JoinBucket), new PersonShard(order.Campaign, bucket), Patience.OverAWeekend)));
            sum = joined.Aggregate(sum, (left, right) => left + right);
        }

        context.SetCustomStatus(sum);
        return sum;
    }
}

/// <summary>Whose people are to be joined.</summary>
public sealed record PersonsToJoin(CampaignId Campaign, int Shards);

/// <summary>One shard of entitlements, or one bucket of the index: there are as many of these as of those.</summary>
public sealed record PersonShard(CampaignId Campaign, int Shard);

/// <summary>What was joined.</summary>
/// <param name="People">Leads: each stands for one person with several entitlements.</param>
/// <param name="Companions">Entitlements that follow a lead.</param>
public sealed record JoinedPersons(long People, long Companions)
{
    public static readonly JoinedPersons Nobody = new(0, 0);

    public static JoinedPersons operator +(JoinedPersons left, JoinedPersons right) => new(checked(left.People + right.People), checked(left.Companions + right.Companions));
}
