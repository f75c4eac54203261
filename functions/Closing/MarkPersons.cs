using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices.Persons;

namespace Compensation.Closing;

/// <summary>
/// Writes on each of a person's several rights which is the first, while his contact still tells, so that reports count persons right once contacts are erased. What is written is a right's own id, which says of nobody who he is.
/// A repeat writes the same.
/// </summary>
public sealed class MarkPersons(EntitlementStore entitlements, PersonKeys keys)
{
    public async Task RunAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<EntitlementId> ids = [];
        AddressJoin join = new();
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            await foreach (Entitlement person in entitlements.ReadWithContactsAsync(campaign.Id, shard, cancellationToken))
            {
                ids.Add(person.Id);
                join.Add(keys.AddressesOf(person));
            }
        }

        await WriteAsync(campaign, Several(ids, join.FirstOfEach()), cancellationToken);
    }

    /// <summary>Only those who are not the only one of their person.</summary>
    private static Dictionary<EntitlementId, EntitlementId> Several(List<EntitlementId> ids, int[] firstOf)
    {
        HashSet<int> shared = [.. Enumerable.Range(0, ids.Count).Where(place => firstOf[place] != place).Select(place => firstOf[place])];
        return Enumerable.Range(0, ids.Count).Where(place => shared.Contains(firstOf[place])).ToDictionary(place => ids[place], place => ids[firstOf[place]]);
    }

    private async Task WriteAsync(Campaign campaign, Dictionary<EntitlementId, EntitlementId> first, CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < campaign.Shards && first.Count > 0; shard++)
        {
            await foreach (Entitlement[] some in entitlements.ReadWithContactsAsync(campaign.Id, shard, cancellationToken)
                .Where(person => first.TryGetValue(person.Id, out EntitlementId one) && person.OnePerson != one)
                .Chunk(EntitlementStore.TransactionSizeMax))
            {
                if (!await entitlements.TryMoveAllAsync([.. some.Select(person => (person, person with { OnePerson = first[person.Id] }))], cancellationToken))
                {
                    await OneByOneAsync(some, first, cancellationToken);
                }
            }
        }
    }

    /// <summary>Somebody has changed one of them in between.</summary>
    private async Task OneByOneAsync(Entitlement[] some, Dictionary<EntitlementId, EntitlementId> first, CancellationToken cancellationToken)
    {
        foreach (Entitlement one in some)
        {
            while (await entitlements.FindAsync(one.Campaign, one.Id, cancellationToken) is { } person && await entitlements.TryMoveAsync(person, person with { OnePerson = first[person.Id] }, cancellationToken) is null)
            {
                // Again.
            }
        }
    }
}
