namespace Compensation.Awards.Spool;

/// <summary>
/// Sorts a file of any size into the campaign's shards, and each shard by members, in temporary files that only this process can open: however many rows
/// there are, a few thousand at a time are in memory.
/// </summary>
/// <param name="shards">Of the campaign.</param>
/// <param name="sortedAtOnceMax">How many rows of a shard are sorted in memory.</param>
internal sealed class MemberSpool<TRow>(int shards, int sortedAtOnceMax = MemberSpool<TRow>.SortedAtOnceMax) : IDisposable
    where TRow : ISpooledRow<TRow>
{
    private const int SortedAtOnceMax = 10_000;

    private readonly SpoolFile<TRow>?[] _added = new SpoolFile<TRow>?[shards];
    private readonly SpoolFile<TRow>?[] _sorted = new SpoolFile<TRow>?[shards];

    /// <summary>Those that have any rows.</summary>
    public IEnumerable<int> Shards => Enumerable.Range(0, shards).Where(shard => (_added[shard] ?? _sorted[shard]) is not null);

    /// <summary>Before anything is read.</summary>
    public void Add(TRow row) => (_added[row.Id.ShardOf(shards)] ??= new SpoolFile<TRow>()).Add(row);

    /// <summary>The rows of a shard in the order of the members' ids, one member's in the order of the file; one by one from disk. Shards may be read side by side.</summary>
    public IEnumerable<TRow> Read(int shard)
    {
        if (_added[shard] is { } added)
        {
            SpoolFile<TRow> sorted = _sorted[shard] = new SpoolFile<TRow>();
            added.SortInto(sorted, sortedAtOnceMax);
            _added[shard] = null;
            added.Dispose();
        }

        return _sorted[shard]?.Read() ?? [];
    }

    public void Dispose()
    {
        foreach (SpoolFile<TRow> file in _added.Concat(_sorted).OfType<SpoolFile<TRow>>())
        {
            file.Dispose();
        }
    }
}
