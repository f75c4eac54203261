using SQLitePCL;

namespace Compensation.Local.Tables;

/// <summary>One SQLite connection. Used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly string _path;
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    public Database(string path)
    {
        _path = path;
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        int result = raw.sqlite3_open_v2(path, out _handle, Flags, null);
        if (result != raw.SQLITE_OK)
        {
            string reason = raw.sqlite3_errstr(result).utf8_to_string();
            _handle.Dispose();
            throw new StorageException(path, result, reason);
        }

        raw.sqlite3_busy_timeout(_handle, 30_000);
    }

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public void Execute(string sql)
    {
        if (raw.sqlite3_exec(_handle, sql) != raw.SQLITE_OK)
        {
            throw Failure();
        }
    }

    /// <summary>A statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        if (raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt handle) != raw.SQLITE_OK)
        {
            throw Failure();
        }

        Statement statement = new(this, handle);
        _statements.Add(statement);
        return statement;
    }

    public StorageException Failure() => new(_path, raw.sqlite3_errcode(_handle) & 0xff, raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (Statement statement in _statements)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }
}
