using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Entitlements.Search;

/// <summary>
/// Which people a telephone number, an address or a name leads to, by keyed hashes: table <c>Entitlements</c>, partition <c>{campaign}:i:{kind}{part}</c>, rows
/// <c>k:{hash}:{id}</c> of one person each, and rows <c>b:{batch}:{number}</c> with thousands of a file. An entry only says where to look: whether somebody is still found by a
/// value is seen from what is on file of him, so that nothing needs to be taken out when a number is corrected or a file is taken back.
/// </summary>
public sealed class PeopleIndex(TableServiceClient tables, KeyedHash hash)
{
    /// <summary>Into how many partitions each kind is divided: of a million people one holds fourteen rows, which are read within some milliseconds, and a small file writes no more than so many.</summary>
    internal const int Parts = 16;

    private const string Packed = "Entries";
    private const int Changed = 412;
    private const int PartitionsAtOnce = 4;

    private static readonly string[] s_keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>Notes by what a person is found from now on. Again, it changes nothing.</summary>
    public Task AddAsync(CampaignId campaign, EntitlementId id, IEnumerable<SearchKey> keys, CancellationToken cancellationToken) =>
        Task.WhenAll(keys.Select(key => PlaceOf(campaign, key)).Select(place => _table.UpsertEntityAsync(new TableEntity(place.Partition, KeyOf(place.Hash, id)), TableUpdateMode.Replace, cancellationToken)));

    /// <returns>Whom the value may lead to: to be compared with what is on file of each.</returns>
    public async Task<IReadOnlySet<EntitlementId>> FindAsync(CampaignId campaign, SearchKey key, CancellationToken cancellationToken)
    {
        Place place = PlaceOf(campaign, key);
        Task<HashSet<EntitlementId>> ofFiles = FindPackedAsync(place, cancellationToken);
        HashSet<EntitlementId> found = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {place.Partition} and RowKey gt {KeyPrefix(place.Hash)} and RowKey lt {KeyPrefix(place.Hash)[..^1] + ";"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            found.Add(EntitlementId.Parse(row.RowKey[^12..]));
        }

        found.UnionWith(await ofFiles);
        return found;
    }

    /// <summary>Forgets that any value ever led to a person: for whoever is erased. Also those that were corrected since and that nobody knows any more, so it goes through all entries.</summary>
    public Task RemoveAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) =>
        ForEachPartitionAsync(campaign, (partition, stop) => RemoveAsync(partition, id, stop), cancellationToken);

    /// <summary>Forgets everything of a campaign, whose time of keeping is over.</summary>
    public Task RemoveAllAsync(CampaignId campaign, CancellationToken cancellationToken) => ForEachPartitionAsync(campaign, RemoveAllAsync, cancellationToken);

    /// <summary>For many people at once, as a file brings them.</summary>
    public PeopleIndexBatch Open(CampaignId campaign) => new(this, campaign);

    internal Place PlaceOf(CampaignId campaign, SearchKey key)
    {
        ulong value = hash.Of64("people-index", $"{campaign}\n{key.Kind}\n{key.Folded}");
        return new Place(PartitionOf(campaign, key.Kind, (int)(value % Parts)), value);
    }

    private static string PartitionOf(CampaignId campaign, SearchKind kind, int part) => string.Create(CultureInfo.InvariantCulture, $"{campaign}:i:{kind}{part:d2}");

    internal Task WriteAsync(string partition, string row, PackedEntries entries, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(partition, row) { [Packed] = entries.ToBytes() }, TableUpdateMode.Replace, cancellationToken);

    private async Task<HashSet<EntitlementId>> FindPackedAsync(Place place, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> found = [];
        await foreach (TableEntity row in ReadPackedAsync(place.Partition, cancellationToken))
        {
            found.UnionWith(PackedEntries.Find(row.GetBinary(Packed), place.Hash));
        }

        return found;
    }

    private static Task ForEachPartitionAsync(CampaignId campaign, Func<string, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enum.GetValues<SearchKind>().SelectMany(kind => Enumerable.Range(0, Parts).Select(part => PartitionOf(campaign, kind, part))),
        new ParallelOptions { MaxDegreeOfParallelism = PartitionsAtOnce, CancellationToken = cancellationToken },
        async (partition, stop) => await work(partition, stop));

    private async Task RemoveAsync(string partition, EntitlementId id, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {"k:"} and RowKey lt {"k;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: s_keys, cancellationToken: cancellationToken).Where(row => EntitlementId.Parse(row.RowKey[^12..]) == id))
        {
            await _table.DeleteEntityAsync(partition, row.RowKey, ETag.All, cancellationToken);
        }

        while (!await TryRemovePackedAsync(partition, id, cancellationToken))
        {
            // Somebody else was taken out of the same row.
        }
    }

    private async Task RemoveAllAsync(string partition, CancellationToken cancellationToken)
    {
        await foreach (TableEntity[] some in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: s_keys, cancellationToken: cancellationToken).Chunk(EntitlementStore.TransactionSizeMax))
        {
            await _table.TryDeleteAllAsync(some, cancellationToken);
        }
    }

    /// <returns>False where a row was changed in between.</returns>
    private async Task<bool> TryRemovePackedAsync(string partition, EntitlementId id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (TableEntity row in ReadPackedAsync(partition, cancellationToken))
            {
                if (PackedEntries.Without(row.GetBinary(Packed), id) is { } rest)
                {
                    row[Packed] = rest;
                    await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
                }
            }

            return true;
        }
        catch (RequestFailedException changed) when (changed.Status == Changed)
        {
            return false;
        }
    }

    private AsyncPageable<TableEntity> ReadPackedAsync(string partition, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {"b:"} and RowKey lt {"b;"}"), cancellationToken: cancellationToken);

    private static string KeyPrefix(ulong hash) => string.Create(CultureInfo.InvariantCulture, $"k:{hash:x16}:");

    private static string KeyOf(ulong hash, EntitlementId id) => $"{KeyPrefix(hash)}{id}";

    /// <summary>Where a key's entries stand, and by what they are known there.</summary>
    internal readonly record struct Place(string Partition, ulong Hash);
}
