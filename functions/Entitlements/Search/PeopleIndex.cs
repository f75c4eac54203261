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
    private const int NotFound = 404;
    private const int Changed = 412;

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

    /// <summary>Forgets that values ever led to a person: for whoever is erased.</summary>
    public async Task RemoveAsync(CampaignId campaign, EntitlementId id, IEnumerable<SearchKey> keys, CancellationToken cancellationToken)
    {
        foreach (Place place in keys.Select(key => PlaceOf(campaign, key)))
        {
            try
            {
                await _table.DeleteEntityAsync(place.Partition, KeyOf(place.Hash, id), ETag.All, cancellationToken);
            }
            catch (RequestFailedException gone) when (gone.Status == NotFound)
            {
                // Of a file only.
            }

            await RemovePackedAsync(place, id, cancellationToken);
        }
    }

    /// <summary>For many people at once, as a file brings them.</summary>
    public PeopleIndexBatch Open(CampaignId campaign) => new(this, campaign);

    internal Place PlaceOf(CampaignId campaign, SearchKey key)
    {
        ulong value = hash.Of64("people-index", $"{campaign}\n{key.Kind}\n{key.Folded}");
        return new Place(string.Create(CultureInfo.InvariantCulture, $"{campaign}:i:{key.Kind}{value % Parts:d2}"), value);
    }

    internal Task WriteAsync(string partition, string row, PackedEntries entries, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(partition, row) { [Packed] = entries.ToBytes() }, TableUpdateMode.Replace, cancellationToken);

    private async Task<HashSet<EntitlementId>> FindPackedAsync(Place place, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> found = [];
        await foreach (TableEntity row in ReadPackedAsync(place, cancellationToken))
        {
            found.UnionWith(PackedEntries.Find(row.GetBinary(Packed), place.Hash));
        }

        return found;
    }

    private async Task RemovePackedAsync(Place place, EntitlementId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (TableEntity row in ReadPackedAsync(place, cancellationToken))
                {
                    if (PackedEntries.Without(row.GetBinary(Packed), place.Hash, id) is { } rest)
                    {
                        row[Packed] = rest;
                        await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
                    }
                }

                return;
            }
            catch (RequestFailedException changed) when (changed.Status == Changed)
            {
                // Somebody else was taken out of the same row.
            }
        }
    }

    private AsyncPageable<TableEntity> ReadPackedAsync(Place place, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {place.Partition} and RowKey gt {"b:"} and RowKey lt {"b;"}"), cancellationToken: cancellationToken);

    private static string KeyPrefix(ulong hash) => string.Create(CultureInfo.InvariantCulture, $"k:{hash:x16}:");

    private static string KeyOf(ulong hash, EntitlementId id) => $"{KeyPrefix(hash)}{id}";

    /// <summary>Where a key's entries stand, and by what they are known there.</summary>
    internal readonly record struct Place(string Partition, ulong Hash);
}
