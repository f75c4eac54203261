using Microsoft.Data.Sqlite;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>Reads beside the writer, a page at a time: no read lasts long enough to keep the write-ahead log from being folded in.</summary>
internal sealed class MessageReader(string folder)
{
    private const string Columns = "sequence, at, channel, recipient, sender, subject, text, html, request_id, part, repeat, message_id, tag, report_at";

    public long LastSequence() => Query("SELECT max(sequence) FROM messages", row => row.IsDBNull(0) ? 0 : row.GetInt64(0))[0];

    /// <summary>All rows after a place in the order, refused ones and repeats included.</summary>
    public List<StoredMessage> After(long sequence, int take) => Query(
        $"SELECT {Columns} FROM messages WHERE sequence > $after ORDER BY sequence LIMIT $take", Message, ("$after", sequence), ("$take", take));

    /// <summary>Rows to one recipient, oldest first.</summary>
    public List<StoredMessage> To(string recipient, long after, int take) => Query(
        $"SELECT {Columns} FROM messages WHERE recipient = $to AND sequence > $after ORDER BY sequence LIMIT $take",
        Message, ("$to", recipient), ("$after", after), ("$take", take));

    /// <summary>
    /// The newest row of each recipient, newest first.
    /// </summary>
    /// <param name="search">Part of the recipient, the subject or the text; empty for all.</param>
    /// <param name="before">Only rows before this place in the order.</param>
    public List<StoredMessage> Newest(MessageChannel channel, string search, long before, int take) => Query(
        $"""
        SELECT {Columns} FROM messages m
        WHERE channel = $channel AND sequence < $before
          AND ($search = '' OR instr(lower(recipient), $search) OR instr(lower(subject), $search) OR instr(lower(text), $search))
          AND NOT EXISTS (SELECT 1 FROM messages n WHERE n.recipient = m.recipient AND n.sequence > m.sequence
            AND ($search = '' OR instr(lower(n.recipient), $search) OR instr(lower(n.subject), $search) OR instr(lower(n.text), $search)))
        ORDER BY sequence DESC LIMIT $take
        """,
        Message, ("$channel", (int)channel), ("$search", search.ToLowerInvariant()), ("$before", before), ("$take", take));

    /// <summary>Reports due by now, of Twilio or of the others, in the order of instants and then of sending.</summary>
    public List<StoredMessage> ReportsDue(bool ofTwilio, DateTimeOffset now, int take) => Query(
        $"SELECT {Columns} FROM messages WHERE report = 0 AND report_at <= $now AND {Are(ofTwilio)} ORDER BY report_at, sequence LIMIT $take",
        Message, ("$now", now.UtcTicks), ("$take", take));

    /// <summary>When the next report is due; null if none is waiting.</summary>
    public DateTimeOffset? NextReport(bool ofTwilio) => Query(
        $"SELECT min(report_at) FROM messages WHERE report = 0 AND {Are(ofTwilio)}", row => row.IsDBNull(0) ? (DateTimeOffset?)null : Instant(row.GetInt64(0)))[0];

    /// <summary>Whether an e-mail operation of this id was accepted: then its rows.</summary>
    public List<StoredMessage> Operation(string id) => Query(
        $"SELECT {Columns} FROM messages WHERE request_id = $id AND channel = {(int)MessageChannel.Email} AND repeat = 0 AND message_id IS NOT NULL ORDER BY part",
        Message, ("$id", id));

    public SortedDictionary<string, long> ReadTotals() =>
        new(Query("SELECT name, count FROM totals", row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1))).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    public long ReportsWaiting() => Query("SELECT count(*) FROM messages WHERE report = 0", row => row.GetInt64(0))[0];

    private static string Are(bool ofTwilio) => $"message_id {(ofTwilio ? "" : "NOT ")}GLOB '{StoredMessage.TwilioPrefix}*'";

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteConnection connection = StoreSchema.Open(folder);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using SqliteDataReader rows = command.ExecuteReader();
        List<T> results = [];
        while (rows.Read())
        {
            results.Add(read(rows));
        }

        return results;
    }

    private static StoredMessage Message(SqliteDataReader row)
    {
        Ask ask = new(
            (MessageChannel)row.GetInt32(2), row.GetString(3), row.GetString(4), Text(row, 5), row.GetString(6), Text(row, 7),
            Text(row, 8), row.GetInt32(9), Text(row, 12), WantsReport: !row.IsDBNull(13), Refusal: null);
        return new StoredMessage(
            row.GetInt64(0), Instant(row.GetInt64(1)), ask, row.GetBoolean(10), Text(row, 11), row.IsDBNull(13) ? null : Instant(row.GetInt64(13)));
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
