using System.Text.Json;
using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>Writes the record of an instance as a table row, and reads it back.</summary>
internal static class InstanceRows
{
    private const int LongestFailureText = 8_000;
    private const int MostInnerFailures = 4;

    /// <summary>The columns of a query that asks for neither inputs nor outputs.</summary>
    public static IReadOnlyList<string> SummaryColumns { get; } =
    [
        "PartitionKey", "RowKey", "Name", "Version", "Birth", "Execution", "Status", "CreatedAt", "UpdatedAt", "StartAt", "Tags", "Parent",
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
        if (!string.IsNullOrEmpty(record.Version))
        {
            row["Version"] = record.Version;
        }

        if (record.StartAt is { } startAt)
        {
            row["StartAt"] = startAt;
        }

        if (record.Tags.Count > 0)
        {
            row["Tags"] = JsonSerializer.Serialize(record.Tags);
        }

        if (record.Parent is not null)
        {
            row["Parent"] = JsonSerializer.Serialize(record.Parent);
        }

        WriteChanges(row, null, record);
        return row;
    }

    /// <summary>The properties that an episode has changed.</summary>
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
        Version = row.GetString("Version"),
        Birth = Guid.Parse(Text(row, "Birth")),
        Execution = Guid.Parse(Text(row, "Execution")),
        Status = Enum.Parse<OrchestrationStatus>(Text(row, "Status")),
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
        StartAt = row.GetDateTimeOffset("StartAt"),
        Input = LongText.Read(row, "Input"),
        Output = LongText.Read(row, "Output"),
        CustomStatus = LongText.Read(row, "CustomStatus"),
        Failure = LongText.Read(row, "Failure") is { } failure ? TaskFailureDetails.Parser.ParseJson(failure) : null,
        Tags = row.GetString("Tags") is { } tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags)! : [],
        Parent = row.GetString("Parent") is { } parent ? JsonSerializer.Deserialize<ParentCall>(parent) : null,
        HistoryRows = row.GetInt32("HistoryRows") ?? 0,
        Outbox = Outbox.Read(row.GetString("Outbox")),
        Heard = Heard.Read(row.GetString("Heard")),
        Owner = Guid.Parse(row.GetString("Owner") ?? Guid.Empty.ToString()),
        ETag = row.ETag,
    };

    private static void WriteChanges(TableEntity row, InstanceRecord? before, InstanceRecord after)
    {
        Write("Execution", before?.Execution, after.Execution, () => after.Execution.ToString("N"));
        Write("Status", before?.Status, after.Status, () => $"{after.Status}");
        Write("UpdatedAt", before?.UpdatedAt, after.UpdatedAt, () => after.UpdatedAt);
        Write("HistoryRows", before?.HistoryRows, after.HistoryRows, () => after.HistoryRows);
        Write("Outbox", before?.Outbox, after.Outbox, () => $"{after.Outbox}");
        Write("Heard", before?.Heard, after.Heard, () => after.Heard.ToString());
        Write("Owner", before?.Owner, after.Owner, () => after.Owner.ToString("N"));
        // What a starting engine has to look at: the rest is only there to be asked for.
        Write("Open", before is null ? null : (bool?)IsOpen(before), IsOpen(after), () => IsOpen(after));
        WriteLong("Input", before?.Input, after.Input);
        WriteLong("Output", before?.Output, after.Output);
        WriteLong("CustomStatus", before?.CustomStatus, after.CustomStatus);
        if (after.Failure is not null && !after.Failure.Equals(before?.Failure))
        {
            LongText.Write(row, "Failure", JsonFormatter.Default.Format(Shortened(after.Failure)));
        }

        void Write<T>(string name, T old, T now, Func<object> value)
        {
            if (!EqualityComparer<T>.Default.Equals(old, now))
            {
                row[name] = value();
            }
        }

        void WriteLong(string name, string? old, string? now)
        {
            if (!string.Equals(old, now, StringComparison.Ordinal))
            {
                LongText.Write(row, name, now);
            }
        }
    }

    private static bool IsOpen(InstanceRecord record) => !record.IsFinal || record.Outbox is not null;

    private static string Text(TableEntity row, string column) => row.GetString(column)
        ?? throw new InvalidDataException($"The instance '{row.PartitionKey}' is stored without {column}.");

    private static TaskFailureDetails Shortened(TaskFailureDetails failure, int depth = 0) => new()
    {
        ErrorType = failure.ErrorType,
        ErrorMessage = Cut(failure.ErrorMessage) ?? "",
        StackTrace = Cut(failure.StackTrace),
        IsNonRetriable = failure.IsNonRetriable,
        InnerFailure = failure.InnerFailure is { } inner && depth < MostInnerFailures ? Shortened(inner, depth + 1) : null,
    };

    private static string? Cut(string? text) => text?.Length > LongestFailureText ? text[..LongestFailureText] : text;
}
