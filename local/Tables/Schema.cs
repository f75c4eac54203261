using System.Globalization;

namespace Compensation.Local.Tables;

/// <summary>
/// What is in the file. A row's body is its properties as JSON, in the very form in which they are answered; its version
/// and timestamp are one number, the ticks of the write.
/// </summary>
internal static class Schema
{
    private const int PageBytes = 8192;

    public static void Prepare(Database database, EmbeddedTablesOptions options)
    {
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size={PageBytes}"));
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute(options.SurvivesPowerFailure ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        database.Execute("PRAGMA cache_size=-32000");
        database.Execute("PRAGMA wal_autocheckpoint=2000");
        database.Execute("PRAGMA journal_size_limit=67108864");
        if (options.MaxBytes is { } bytes)
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={Math.Max(1, bytes / PageBytes)}"));
        }

        database.Execute(
            """
            CREATE TABLE IF NOT EXISTS tables (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL COLLATE NOCASE UNIQUE);
            CREATE TABLE IF NOT EXISTS entities (
                tbl INTEGER NOT NULL,
                pk TEXT NOT NULL,
                rk TEXT NOT NULL,
                ticks INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (tbl, pk, rk)) WITHOUT ROWID;
            """);
    }

    public static void PrepareReader(Database database)
    {
        database.Execute("PRAGMA cache_size=-8000");
        database.Execute("PRAGMA query_only=ON");
    }
}
