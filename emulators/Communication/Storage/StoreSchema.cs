using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>The tables, and how connections to them are opened.</summary>
internal static class StoreSchema
{
    /// <summary>
    /// One row for each message asked for. <c>repeat</c>: its request id had been accepted before, and <c>message_id</c> is the first one's.
    /// <c>message_id</c> is null if it was refused. <c>report</c>: 0 is to be posted at <c>report_at</c>, 1 posted, 2 given up; null: none is due.
    /// Times are UTC ticks.
    /// </summary>
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS messages (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            recipient TEXT NOT NULL,
            sender TEXT NOT NULL,
            subject TEXT,
            text TEXT NOT NULL,
            html TEXT,
            request_id TEXT,
            part INTEGER NOT NULL,
            repeat INTEGER NOT NULL,
            message_id TEXT,
            tag TEXT,
            report INTEGER,
            report_at INTEGER);
        CREATE UNIQUE INDEX IF NOT EXISTS accepted_once ON messages (request_id, channel, part) WHERE repeat = 0 AND message_id IS NOT NULL AND request_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS by_recipient ON messages (recipient, sequence);
        CREATE INDEX IF NOT EXISTS reports_due ON messages (report_at, sequence) WHERE report = 0;
        CREATE TABLE IF NOT EXISTS totals (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const int PageBytes = 4096;

    public static SqliteConnection Open(string folder)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "messages.db") }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>
    /// Readies a connection for writing. With the write-ahead log, a commit is in the operating system's hands when it returns:
    /// a killed process loses nothing, which is the fault that is rehearsed here.
    /// </summary>
    /// <param name="connection">The writer's.</param>
    /// <param name="maxBytes">How large the file may grow; null: without limit.</param>
    /// <exception cref="IOException">The store cannot be written, a full disk for example.</exception>
    public static void PrepareForWriting(SqliteConnection connection, long? maxBytes)
    {
        try
        {
            Prepare(connection, maxBytes);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"{connection.DataSource}: {failure.Message}", failure);
        }
    }

    private static void Prepare(SqliteConnection connection, long? maxBytes)
    {
        if (maxBytes is { } limit)
        {
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, limit / PageBytes)}"));
        }

        Run(connection, "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = NORMAL");
        Run(connection, "PRAGMA cache_size = -16000");
        Run(connection, Tables);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
