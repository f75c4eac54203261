using Microsoft.Data.Sqlite;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>The statements of the one writer, prepared once and used in every transaction.</summary>
internal sealed class MessageTransaction : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _settle;
    private readonly SqliteCommand _count;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    public MessageTransaction(SqliteConnection connection)
    {
        _connection = connection;
        _find = Prepare(
            "SELECT message_id FROM messages WHERE request_id = $request AND channel = $channel AND part = $part AND repeat = 0 AND message_id IS NOT NULL",
            "$request", "$channel", "$part");
        _insert = Prepare(
            "INSERT INTO messages (sequence, at, channel, recipient, sender, subject, text, html, request_id, part, repeat, message_id, tag, report, report_at) "
            + "VALUES ($sequence, $at, $channel, $recipient, $sender, $subject, $text, $html, $request, $part, $repeat, $message, $tag, $report, $reportAt)",
            "$sequence", "$at", "$channel", "$recipient", "$sender", "$subject", "$text", "$html", "$request", "$part", "$repeat", "$message", "$tag", "$report", "$reportAt");
        _settle = Prepare("UPDATE messages SET report = $report WHERE sequence = $sequence AND report = 0", "$report", "$sequence");
        _count = Prepare(
            "INSERT INTO totals (name, count) VALUES ($name, $count) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count",
            "$name", "$count");
    }

    public void Begin()
    {
        _counts.Clear();
        _transaction = _connection.BeginTransaction();
        foreach (SqliteCommand command in new[] { _find, _insert, _settle, _count })
        {
            command.Transaction = _transaction;
        }
    }

    public string? FindAccepted(Ask ask)
    {
        Bind(_find, ask.RequestId, (int)ask.Channel, ask.Part);
        return (string?)_find.ExecuteScalar();
    }

    public void Insert(StoredMessage message)
    {
        Ask ask = message.Ask;
        Bind(
            _insert, message.Sequence, message.At.UtcTicks, (int)ask.Channel, ask.To, ask.From, ask.Subject, ask.Text, ask.Html,
            ask.RequestId, ask.Part, message.IsRepeat, message.MessageId, ask.Tag, message.ReportAt is null ? null : 0, message.ReportAt?.UtcTicks);
        _insert.ExecuteNonQuery();
    }

    public void SettleReport(long sequence, int state)
    {
        Bind(_settle, state, sequence);
        _settle.ExecuteNonQuery();
    }

    public void Count(string name, long more = 1) => _counts[name] = _counts.GetValueOrDefault(name) + more;

    public void Commit()
    {
        foreach ((string name, long more) in _counts)
        {
            Bind(_count, name, more);
            _count.ExecuteNonQuery();
        }

        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    public void Rollback()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Dispose()
    {
        Rollback();
        _find.Dispose();
        _insert.Dispose();
        _settle.Dispose();
        _count.Dispose();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in parameters)
        {
            SqliteParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
