using System.Text;
using SQLitePCL;

namespace Compensation.Local.Tables;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int parameter, long value)
    {
        raw.sqlite3_bind_int64(handle, parameter, value);
        return this;
    }

    public Statement BindText(int parameter, ReadOnlySpan<char> value)
    {
        byte[]? rented = null;
        Span<byte> utf8 = value.Length <= 256 ? stackalloc byte[768] : rented = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        return BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite would take for NULL.
        if (utf8.IsEmpty)
        {
            raw.sqlite3_bind_text(handle, parameter, "");
        }
        else
        {
            raw.sqlite3_bind_text(handle, parameter, utf8);
        }

        return this;
    }

    public Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(handle, parameter, value);
        return this;
    }

    /// <summary>Something that is greater than every text: SQLite sorts blobs behind texts.</summary>
    public Statement BindAboveAllText(int parameter)
    {
        raw.sqlite3_bind_zeroblob(handle, parameter, 0);
        return this;
    }

    /// <summary>Goes to the next row; false if there is none.</summary>
    public bool Step() => raw.sqlite3_step(handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        _ => throw Failed(),
    };

    /// <summary>Runs a statement that answers no rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>The bytes of a text or blob; valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    private StorageException Failed()
    {
        StorageException failure = database.Failure();
        Reset();
        return failure;
    }
}
