namespace Compensation.Local.Tables;

/// <summary>The ids of tables, looked up once on each connection. An id is never given twice; whoever deletes a table says so, and every connection forgets.</summary>
internal sealed class TableIds(Database database)
{
    private readonly Statement _find = database.Prepare("SELECT id FROM tables WHERE name=?1");
    private readonly Dictionary<string, long> _known = new(StringComparer.OrdinalIgnoreCase);

    public long? Find(string name)
    {
        if (_known.TryGetValue(name, out long known))
        {
            return known;
        }

        _find.BindText(1, name);
        long? id = _find.Step() ? _find.Integer(0) : null;
        _find.Reset();
        if (id is { } found)
        {
            _known.Add(name, found);
        }

        return id;
    }

    public void Forget() => _known.Clear();
}

/// <summary>How many commits have deleted tables since the store was opened.</summary>
internal sealed class TableDeletions
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
