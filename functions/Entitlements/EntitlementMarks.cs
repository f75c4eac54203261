using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>
/// Marks on entitlements, such as "unreached": rows <c>m:{mark}:{id}</c> beside the entitlements, so that the few who bear one are found without walking everybody.
/// A mark says that there is something to look at; what it is stands in the rows it points to.
/// </summary>
public sealed class EntitlementMarks(TableServiceClient tables, CampaignCatalog campaigns, EntitlementStore entitlements)
{
    /// <summary>Point reads of one page at a time.</summary>
    private const int ReadsAtATime = 16;

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>Marks entitlements of any shards. Marking twice is harmless.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="mark">1 to 40 lower-case letters, digits and hyphens.</param>
    /// <param name="ids">Whom.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task AddAsync(CampaignId campaign, string mark, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken)
    {
        int shards = campaigns[campaign].Shards;
        foreach (IGrouping<int, EntitlementId> shard in ids.Distinct().GroupBy(id => id.ShardOf(shards)))
        {
            string partition = Shards.PartitionKey(campaign, shard.Key);
            foreach (EntitlementId[] chunk in shard.Chunk(EntitlementStore.TransactionSizeMax))
            {
                await _table.SubmitTransactionAsync(
                    chunk.Select(id => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition, KeyOf(mark, id)))), cancellationToken);
            }
        }
    }

    /// <summary>How many bear the mark, by shard: one query each.</summary>
    public async Task<IReadOnlyList<int>> CountAsync(CampaignId campaign, string mark, CancellationToken cancellationToken)
    {
        int[] counts = new int[campaigns[campaign].Shards];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, counts.Length, bounded, async (shard, token) => counts[shard] = await ReadIdsAsync(campaign, shard, mark, null, token).CountAsync(token));
        return counts;
    }

    /// <summary>The next marked entitlements of one shard in the order of their ids: one query, and one read each.</summary>
    public async Task<IReadOnlyList<Entitlement>> ReadPageAsync(CampaignId campaign, int shard, string mark, EntitlementId? after, int take, CancellationToken cancellationToken)
    {
        List<EntitlementId> ids = await ReadIdsAsync(campaign, shard, mark, after, cancellationToken).Take(take).ToListAsync(cancellationToken);
        ConcurrentBag<Entitlement> page = [];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, bounded, async (id, token) => page.Add(
            await entitlements.FindAsync(campaign, id, token) ?? throw new InvalidOperationException($"Entitlement {id} is marked '{mark}' but does not exist.")));
        return [.. page.OrderBy(entitlement => entitlement.Id)];
    }

    private async IAsyncEnumerable<EntitlementId> ReadIdsAsync(CampaignId campaign, int shard, string mark, EntitlementId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        string from = after is { } id ? KeyOf(mark, id) : PrefixOf(mark);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {$"m:{mark};"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            yield return EntitlementId.Parse(row.RowKey[PrefixOf(mark).Length..]);
        }
    }

    private static string PrefixOf(string mark) => $"m:{mark}:";

    private static string KeyOf(string mark, EntitlementId id) => PrefixOf(mark) + id;
}
