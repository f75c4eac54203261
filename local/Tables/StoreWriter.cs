namespace Compensation.Local.Tables;

/// <summary>The statements that write. Used by one thread at a time, inside a transaction.</summary>
internal sealed class StoreWriter(Database database, TableDeletions deletions)
{
    private readonly Statement _begin = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");
    private readonly TableIds _ids = new(database);
    private readonly Statement _createTable = database.Prepare("INSERT INTO tables (name) VALUES (?1) ON CONFLICT DO NOTHING");
    private readonly Statement _deleteTable = database.Prepare("DELETE FROM tables WHERE id=?1");
    private readonly Statement _deleteRows = database.Prepare("DELETE FROM entities WHERE tbl=?1");
    private readonly Statement _find = database.Prepare("SELECT ticks FROM entities WHERE tbl=?1 AND pk=?2 AND rk=?3");
    private readonly Statement _findBody = database.Prepare("SELECT ticks, body FROM entities WHERE tbl=?1 AND pk=?2 AND rk=?3");
    private readonly Statement _delete = database.Prepare("DELETE FROM entities WHERE tbl=?1 AND pk=?2 AND rk=?3");
    private readonly Statement _put = database.Prepare(
        "INSERT INTO entities (tbl, pk, rk, ticks, body) VALUES (?1, ?2, ?3, ?4, ?5) "
        + "ON CONFLICT (tbl, pk, rk) DO UPDATE SET ticks=excluded.ticks, body=excluded.body");

    private readonly EntityMerge _merge = new();
    private long _lastTicks;
    private bool _deleted;

    public void Begin() => _begin.Run();

    public void Commit()
    {
        _commit.Run();
        if (_deleted)
        {
            _deleted = false;
            deletions.Add();
        }
    }

    public void Rollback()
    {
        _deleted = false;
        _ids.Forget();
        database.Execute("ROLLBACK");
    }

    /// <summary>A version that no write of this process has had, and that is later than the row's own.</summary>
    public long NextTicks(long before)
        => _lastTicks = Math.Max(Math.Max(_lastTicks, before) + 1, TimeProvider.System.GetUtcNow().UtcTicks);

    public long? FindTable(string name) => _ids.Find(name);

    public bool CreateTable(string name)
    {
        _createTable.BindText(1, name).Run();
        return database.Changes > 0;
    }

    public bool DeleteTable(string name)
    {
        if (FindTable(name) is not { } id)
        {
            return false;
        }

        _deleteRows.Bind(1, id).Run();
        _deleteTable.Bind(1, id).Run();
        _ids.Forget();
        return _deleted = true;
    }

    /// <summary>A row, without its properties.</summary>
    public StoredRow Find(long table, string partitionKey, string rowKey)
    {
        _find.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey);
        StoredRow row = _find.Step() ? new StoredRow(true, _find.Integer(0), []) : new StoredRow(false, 0, []);
        _find.Reset();
        return row;
    }

    /// <summary>A row with its properties as they are once those given are merged in.</summary>
    public StoredRow FindMerged(long table, string partitionKey, string rowKey, byte[] given)
    {
        _findBody.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey);
        StoredRow row = _findBody.Step() ? new StoredRow(true, _findBody.Integer(0), _merge.Merge(_findBody.Bytes(1), given)) : new StoredRow(false, 0, given);
        _findBody.Reset();
        return row;
    }

    public void Put(long table, string partitionKey, string rowKey, long ticks, byte[] body)
        => _put.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey).Bind(4, ticks).BindBlob(5, body).Run();

    public void Delete(long table, string partitionKey, string rowKey)
        => _delete.Bind(1, table).BindText(2, partitionKey).BindText(3, rowKey).Run();
}
