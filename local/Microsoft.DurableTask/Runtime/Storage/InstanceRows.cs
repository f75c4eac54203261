using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Compensation.Local.Runtime.Execution;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Local.Runtime.Storage;

/// <summary>Writes records, episodes and messages as table rows, and reads them back.</summary>
internal static class InstanceRows
{
    /// <summary>One history row takes at most this many characters, whatever they grow to when they are sent.</summary>
    private const int HistoryRowLength = 200_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The columns of a query that asks for neither inputs nor outputs.</summary>
    public static IReadOnlyList<string> SummaryColumns { get; } =
    [
        "PartitionKey", "RowKey", "Name", "Birth", "Execution", "Status", "CreatedAt", "UpdatedAt", "StartAt", "Tags",
        "CustomStatus", "CustomStatusParts",
    ];

    public static TableEntity Write(InstanceRecord record)
    {
        TableEntity row = new(record.InstanceId, RowKeys.Instance)
        {
            ["Name"] = record.Name,
            ["Birth"] = record.Birth.ToString("N"),
            ["CreatedAt"] = record.CreatedAt,
        };
        if (record.StartAt is { } startAt)
        {
            row["StartAt"] = startAt;
        }

        if (record.Tags is { Count: > 0 })
        {
            row["Tags"] = JsonSerializer.Serialize(record.Tags, Json);
        }

        if (record.Parent is not null)
        {
            row["Parent"] = JsonSerializer.Serialize(record.Parent, Json);
        }

        WriteChanges(row, null, record);
        return row;
    }

    /// <summary>The properties that an episode may change, long ones only if it has changed them.</summary>
    public static TableEntity WriteChanges(InstanceRecord before, InstanceRecord after)
    {
        TableEntity row = new(after.InstanceId, RowKeys.Instance);
        WriteChanges(row, before, after);
        return row;
    }

    public static InstanceRecord Read(TableEntity row) => new()
    {
        InstanceId = row.PartitionKey,
        Name = Text(row, "Name"),
        Birth = Guid.Parse(Text(row, "Birth")),
        Execution = Guid.Parse(Text(row, "Execution")),
        Status = Enum.Parse<OrchestrationRuntimeStatus>(Text(row, "Status")),
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
        StartAt = row.GetDateTimeOffset("StartAt"),
        Input = LongText.Read(row, "Input"),
        Output = LongText.Read(row, "Output"),
        CustomStatus = LongText.Read(row, "CustomStatus"),
        Failure = ReadJson<TaskFailureDetails>(LongText.Read(row, "Failure")),
        Tags = ReadJson<Dictionary<string, string>>(row.GetString("Tags")),
        Parent = ReadJson<ParentCall>(row.GetString("Parent")),
        HistoryRows = row.GetInt32("HistoryRows") ?? 0,
        Outbox = row.GetString("Outbox") is { Length: > 0 } outbox ? outbox : null,
        Owner = row.GetString("Owner") is { } owner ? Guid.Parse(owner) : default,
        ETag = row.ETag,
    };

    /// <summary>The rows of an episode, the first of them with the number <paramref name="firstRow"/>.</summary>
    public static IReadOnlyList<TableEntity> WriteEpisode(InstanceRecord record, int firstRow, Episode episode)
    {
        string json = JsonSerializer.Serialize(episode, Json);
        List<TableEntity> rows = [];
        for (int start = 0; start < json.Length;)
        {
            int length = Math.Min(HistoryRowLength, json.Length - start);
            if (start + length < json.Length && char.IsHighSurrogate(json[start + length - 1]))
            {
                length--;
            }

            TableEntity row = new(record.InstanceId, RowKeys.History(record.Execution, firstRow + rows.Count))
            {
                ["Ends"] = start + length == json.Length,
            };
            LongText.Write(row, "Episode", json.Substring(start, length));
            rows.Add(row);
            start += length;
        }

        return rows;
    }

    public static TableEntity WriteMessages(string instanceId, string rowKey, IReadOnlyList<HistoryEvent> events)
    {
        TableEntity row = new(instanceId, rowKey);
        LongText.Write(row, "Events", JsonSerializer.Serialize(events, Json));
        return row;
    }

    public static TableEntity WriteOutbox(string instanceId, string rowKey, IReadOnlyList<OutboxMessage> messages)
    {
        TableEntity row = new(instanceId, rowKey);
        LongText.Write(row, "Messages", JsonSerializer.Serialize(messages, Json));
        return row;
    }

    /// <summary>Sorts the rows of one partition, which come in the order of their keys.</summary>
    public static StoredInstance? ReadPartition(IReadOnlyList<TableEntity> rows)
    {
        if (rows.FirstOrDefault(IsInstance) is not { } instance)
        {
            return null;
        }

        InstanceRecord record = Read(instance);
        HashSet<string> history = [.. Enumerable.Range(0, record.HistoryRows).Select(row => RowKeys.History(record.Execution, row))];
        string messages = $"{RowKeys.MessagePrefix}{record.Birth:N}:";
        List<Episode> episodes = [];
        List<InboxItem> inbox = [];
        List<OutboxMessage> outbox = [];
        List<string> leftOver = [];
        string episode = "";
        foreach (TableEntity row in rows)
        {
            if (history.Contains(row.RowKey))
            {
                episode += LongText.Read(row, "Episode");
                if (row.GetBoolean("Ends") == true)
                {
                    episodes.Add(ReadJson<Episode>(episode)!);
                    episode = "";
                }
            }
            else if (row.RowKey.StartsWith(messages, StringComparison.Ordinal))
            {
                inbox.Add(new InboxItem(row.RowKey, null, ReadJson<List<HistoryEvent>>(LongText.Read(row, "Events"))!));
            }
            else if (string.Equals(row.RowKey, record.Outbox, StringComparison.Ordinal))
            {
                outbox = ReadJson<List<OutboxMessage>>(LongText.Read(row, "Messages"))!;
            }
            else if (!IsInstance(row))
            {
                leftOver.Add(row.RowKey);
            }
        }

        return new StoredInstance(record, episodes, inbox, outbox, leftOver);
    }

    private static void WriteChanges(TableEntity row, InstanceRecord? before, InstanceRecord after)
    {
        row["Execution"] = after.Execution.ToString("N");
        row["Status"] = after.Status.ToString();
        row["UpdatedAt"] = after.UpdatedAt;
        row["HistoryRows"] = after.HistoryRows;
        row["Outbox"] = after.Outbox ?? "";
        row["Owner"] = after.Owner.ToString("N");
        // What a worker has to look at when it starts: the rest is only there to be asked for.
        row["Open"] = !after.IsFinal || after.Outbox is not null;
        WriteIfChanged("Input", before?.Input, after.Input);
        WriteIfChanged("Output", before?.Output, after.Output);
        WriteIfChanged("CustomStatus", before?.CustomStatus, after.CustomStatus);
        if (after.Failure != before?.Failure)
        {
            LongText.Write(row, "Failure", JsonSerializer.Serialize(Shortened(after.Failure), Json));
        }

        void WriteIfChanged(string name, string? old, string? now)
        {
            if (!string.Equals(old, now, StringComparison.Ordinal))
            {
                LongText.Write(row, name, now);
            }
        }
    }

    private static bool IsInstance(TableEntity row) => string.Equals(row.RowKey, RowKeys.Instance, StringComparison.Ordinal);

    private static string Text(TableEntity row, string column) => row.GetString(column)
        ?? throw new InvalidDataException($"The instance '{row.PartitionKey}' is stored without {column}.");

    private static TaskFailureDetails? Shortened(TaskFailureDetails? failure, int depth = 0) => failure is null || depth == 4
        ? null
        : failure with
        {
            ErrorMessage = Cut(failure.ErrorMessage)!,
            StackTrace = Cut(failure.StackTrace),
            InnerFailure = Shortened(failure.InnerFailure, depth + 1),
        };

    private static string? Cut(string? text) => text?.Length > 8_000 ? text[..8_000] : text;

    private static T? ReadJson<T>(string? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Json);
}
