using System.Globalization;

namespace Compensation.Local.Durable.Storage;

/// <summary>The rows of an instance's partition, whose key is the instance id.</summary>
internal static class RowKeys
{
    public const string Instance = "instance";

    private const string MessagePrefix = "m:";

    public static string History(Guid execution, int row) => string.Create(CultureInfo.InvariantCulture, $"{HistoryOf(execution)}{row:D8}");

    public static string HistoryOf(Guid execution) => $"h:{execution:N}:";

    /// <summary>The messages for one life of an instance id.</summary>
    public static string MessagesFor(Guid birth) => $"{MessagePrefix}{birth:N}:";

    /// <summary>Messages sort by the time of their sending.</summary>
    public static string Message(Guid birth, DateTimeOffset at, string messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"{MessagesFor(birth)}{at.UtcTicks:x16}:{messageId}");

    /// <summary>What a generation is handed on by the one before sorts before every other message.</summary>
    public static string Carried(Guid birth, Guid execution, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{CarriedTo(birth, execution)}{row:D8}");

    public static string CarriedTo(Guid birth, Guid execution) => string.Create(CultureInfo.InvariantCulture, $"{AllCarried(birth)}{execution:N}:");

    public static string AllCarried(Guid birth) => string.Create(CultureInfo.InvariantCulture, $"{MessagesFor(birth)}{0:x16}:");

    public static string Outbox(Guid execution, int episode, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"o:{execution:N}:{episode:D8}:{row:D8}");
}
