using System.Collections.Concurrent;

namespace Compensation.Local.Tables;

/// <summary>The tables of one folder: one connection that writes, several that read.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private const int PooledReaders = 8;
    private readonly string _path;
    private readonly Database _database;
    private readonly WriteQueue _writes;
    private readonly TableDeletions _deletions = new();
    private readonly ConcurrentBag<StoreReader> _readers = [];
    private volatile bool _closed;

    /// <param name="folder">Created if missing.</param>
    /// <param name="options">How it is opened.</param>
    public EmbeddedStore(string folder, EmbeddedTablesOptions options)
    {
        OwnersFolder.Make(folder);
        _path = Path.Combine(folder, "tables.db");
        _database = new Database(_path);
        Schema.Prepare(_database, options);
        _writes = new WriteQueue(_database, _deletions);
    }

    public Task<WriteResult> WriteAsync(StoreCommand command)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _writes.RunAsync(command);
    }

    /// <summary>Reads on a connection of its own, which sees what was committed when the statement began.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        StoreReader reader = _readers.TryTake(out StoreReader? pooled) ? pooled : new StoreReader(_path, _deletions);
        try
        {
            return read(reader);
        }
        finally
        {
            if (_closed || _readers.Count >= PooledReaders)
            {
                reader.Dispose();
            }
            else
            {
                _readers.Add(reader);
            }
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_readers.TryTake(out StoreReader? reader))
        {
            reader.Dispose();
        }

        _writes.Stop();
        _database.Dispose();
    }
}
