using Compensation.Campaigns;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Notices.Persons;

/// <summary>Writes for one shard where its people are reached: one row each, up to a hundred a transaction, at most a hundred of each bucket in memory.</summary>
public sealed class IndexPersons(CampaignCatalog campaigns, EntitlementStore entitlements, PersonKeys keys, PersonIndex index)
{
    private const string Step = "indexed";
    private const int PageSize = 1000;

    [Function(nameof(IndexPersons))]
    public async Task Run([ActivityTrigger] PersonShard shard, CancellationToken cancellationToken)
    {
        if (await index.FindDoneAsync(shard, Step, cancellationToken) is not null)
        {
            return;
        }

        List<IndexedPerson>[] buckets = [.. Enumerable.Range(0, campaigns[shard.Campaign].Shards).Select(_ => new List<IndexedPerson>())];
        IReadOnlyList<Entitlement> page;
        EntitlementId? after = null;
        do
        {
            page = await entitlements.ReadPageAsync(shard.Campaign, shard.Shard, after, PageSize, cancellationToken);
            foreach (Entitlement person in page)
            {
                await AddAsync(shard, person, buckets, cancellationToken);
                after = person.Id;
            }
        }
        while (page.Count == PageSize);

        for (int bucket = 0; bucket < buckets.Length; bucket++)
        {
            await WriteAsync(shard, bucket, buckets[bucket], cancellationToken);
        }

        await index.KeepDoneAsync(shard, Step, JoinedPersons.Nobody, cancellationToken);
    }

    private async Task AddAsync(PersonShard shard, Entitlement person, List<IndexedPerson>[] buckets, CancellationToken cancellationToken)
    {
        if (keys.Of(person) is not { } key)
        {
            return;
        }

        int bucket = PersonKeys.BucketOf(key, buckets.Length);
        buckets[bucket].Add(new IndexedPerson(key, person.Id));
        if (buckets[bucket].Count == EntitlementStore.TransactionSizeMax)
        {
            await WriteAsync(shard, bucket, buckets[bucket], cancellationToken);
        }
    }

    private async Task WriteAsync(PersonShard shard, int bucket, List<IndexedPerson> people, CancellationToken cancellationToken)
    {
        if (people.Count > 0)
        {
            await index.AddAsync(shard.Campaign, bucket, people, cancellationToken);
            people.Clear();
        }
    }
}
