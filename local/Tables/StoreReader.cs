namespace Compensation.Local.Tables;

/// <summary>The statements that read, on a connection of their own.</summary>
internal sealed class StoreReader : IDisposable
{
    private const string Columns = "SELECT pk, rk, ticks, body FROM entities WHERE ";
    private readonly Database _database;
    private readonly TableIds _ids;
    private readonly TableDeletions _deletions;
    private readonly Statement _find;
    private readonly Statement _scanPartition;
    private readonly Statement _scan;
    private readonly Statement _tables;
    private int _deletionsSeen;

    public StoreReader(string path, TableDeletions deletions)
    {
        _deletions = deletions;
        _database = new Database(path);
        Schema.PrepareReader(_database);
        _ids = new TableIds(_database);
        _find = _database.Prepare(Columns + "tbl=?1 AND pk=?2 AND rk=?3");
        _scanPartition = _database.Prepare(Columns + "tbl=?1 AND pk=?2 AND rk>=?3 AND rk<=?4 ORDER BY rk");
        _scan = _database.Prepare(Columns + "tbl=?1 AND (pk, rk)>=(?2, ?3) AND pk<=?4 AND rk>=?5 AND rk<=?6 ORDER BY pk, rk");
        _tables = _database.Prepare("SELECT name FROM tables WHERE name>=?1 ORDER BY name");
    }

    /// <summary>Kept from page to page, so that a page grows no new buffer.</summary>
    public RowWriter Output { get; } = new();

    public long? FindTable(string name)
    {
        // Read before the table is looked for: what is found of one that is deleted meanwhile is forgotten next time.
        int deletions = _deletions.Count;
        if (_deletionsSeen != deletions)
        {
            _ids.Forget();
            _deletionsSeen = deletions;
        }

        return _ids.Find(name);
    }

    /// <summary>Answers a statement that stands before the row, if there is one. Reset it.</summary>
    public Statement Find(long table, string partitionKey, string rowKey)
        => _find.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey);

    /// <summary>Answers a statement that goes through all rows that the filter can want, from a given one on. Reset it.</summary>
    public Statement Scan(long table, Filter filter, RowPosition? from)
    {
        KeyRange partitions = filter.PartitionKeys;
        KeyRange rows = filter.RowKeys;
        bool fromLater = from is { } start && Compare(start.PartitionKey, partitions.Low) > 0;
        if (partitions.IsSingle && !fromLater)
        {
            byte[] low = from is { } at && Compare(at.PartitionKey, partitions.Low) == 0 && Compare(at.RowKey, rows.Low) > 0 ? at.RowKey : rows.Low;
            return BindHigh(_scanPartition.Bind(1, table).BindText(2, partitions.Low).BindText(3, low), 4, rows.High);
        }

        (byte[] partitionKey, byte[] rowKey) = fromLater || (from is { } same && Compare(same.PartitionKey, partitions.Low) == 0)
            ? (from!.Value.PartitionKey, from.Value.RowKey)
            : (partitions.Low, []);
        _scan.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey);
        return BindHigh(BindHigh(_scan, 4, partitions.High).BindText(5, rows.Low), 6, rows.High);
    }

    public Statement Tables(string from) => _tables.BindText(1, from);

    public void Dispose() => _database.Dispose();

    private static Statement BindHigh(Statement statement, int parameter, byte[]? high)
        => high is null ? statement.BindAboveAllText(parameter) : statement.BindText(parameter, high);

    private static int Compare(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right);
}

/// <summary>A row's key, as UTF-8.</summary>
internal readonly record struct RowPosition(byte[] PartitionKey, byte[] RowKey);
