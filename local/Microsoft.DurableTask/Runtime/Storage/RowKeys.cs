using System.Globalization;

namespace Compensation.Local.Runtime.Storage;

/// <summary>The rows of an instance's partition, whose key is the instance id.</summary>
internal static class RowKeys
{
    public const string Instance = "instance";

    public const string HistoryPrefix = "h:";

    public const string MessagePrefix = "m:";

    public const string OutboxPrefix = "o:";

    public static string History(Guid execution, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{execution:N}:{row:D8}");

    /// <summary>Messages sort by the time of their sending.</summary>
    public static string Message(Guid birth, DateTimeOffset at, string messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"{MessagePrefix}{birth:N}:{at.UtcTicks:x16}:{messageId}");

    /// <summary>What a generation is handed on by the one before sorts before every other message.</summary>
    public static string Carried(Guid birth, Guid execution) => $"{MessagePrefix}{birth:N}:{0:x16}:{execution:N}";

    public static string Outbox(Guid execution, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{execution:N}:{row:D8}");
}
