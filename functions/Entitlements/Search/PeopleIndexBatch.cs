using System.Collections.Concurrent;
using System.Globalization;
using Compensation.Common;

namespace Compensation.Entitlements.Search;

/// <summary>
/// Notes by what many people are found, with a storage request for some thousand of them. Whatever has been added is written once <see cref="FlushAsync"/> has returned; added
/// again it does no harm. May be used by several at once, and holds at most some 3 MB.
/// </summary>
public sealed class PeopleIndexBatch
{
    private const int WritesAtOnce = 8;

    private readonly PeopleIndex _index;
    private readonly CampaignId _campaign;
    private readonly string _name = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Rows> _partitions = new(StringComparer.Ordinal);

    internal PeopleIndexBatch(PeopleIndex index, CampaignId campaign) => (_index, _campaign) = (index, campaign);

    public async ValueTask AddAsync(EntitlementId id, IEnumerable<SearchKey> keys, CancellationToken cancellationToken)
    {
        foreach (SearchKey key in keys)
        {
            PeopleIndex.Place place = _index.PlaceOf(_campaign, key);
            if (_partitions.GetOrAdd(place.Partition, partition => new Rows(partition)).Add(place.Hash, id) is { } full)
            {
                await WriteAsync(full, cancellationToken);
            }
        }
    }

    public Task FlushAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _partitions.Values.Select(rows => rows.Take()).OfType<Row>(),
        new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellationToken },
        async (row, stop) => await WriteAsync(row, stop));

    private Task WriteAsync(Row row, CancellationToken cancellationToken) =>
        _index.WriteAsync(row.Partition, string.Create(CultureInfo.InvariantCulture, $"b:{_name}:{row.Number:d5}"), row.Entries, cancellationToken);

    /// <summary>One partition's rows: the one that is being filled, and how many were before.</summary>
    private sealed class Rows(string partition)
    {
        private readonly Lock _gate = new();
        private PackedEntries? _filling;
        private int _number;

        /// <returns>A row that has become full by it.</returns>
        public Row? Add(ulong hash, EntitlementId id)
        {
            lock (_gate)
            {
                (_filling ??= new PackedEntries()).Add(hash, id);
                return _filling.IsFull ? TakeFilling() : null;
            }
        }

        /// <returns>What has not been taken yet.</returns>
        public Row? Take()
        {
            lock (_gate)
            {
                return _filling is null ? null : TakeFilling();
            }
        }

        private Row TakeFilling()
        {
            Row taken = new(partition, _number++, _filling!);
            _filling = null;
            return taken;
        }
    }

    private sealed record Row(string Partition, int Number, PackedEntries Entries);
}
