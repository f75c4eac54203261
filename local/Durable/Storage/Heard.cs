using System.Globalization;

namespace Compensation.Local.Durable.Storage;

/// <summary>Where an event that an orchestration has sent comes from.</summary>
/// <param name="Execution">The sender's execution.</param>
/// <param name="TaskId">The number of the decision within it. Numbers count up.</param>
internal sealed record MessageSource(Guid Execution, int TaskId)
{
    private const string Prefix = "s:";

    /// <summary>The id under which the message is kept.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Execution:N}:{TaskId:x8}");

    /// <returns>The source that a row key's message id names; null if the message came from a client.</returns>
    public static MessageSource? Of(string rowKey)
    {
        string[] parts = rowKey.Split(':');
        return parts is [_, _, _, "s", { } execution, { } task]
            ? new(Guid.Parse(execution), int.Parse(task, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            : null;
    }
}

/// <summary>
/// The last message that came from each sender. A sender delivers in order, and repeats only what it sent in its latest episode;
/// so the latest number of each of the latest senders tells a repeated delivery from a new message.
/// </summary>
internal sealed class Heard
{
    private const int MostSenders = 200;

    private readonly IReadOnlyList<MessageSource> _last;

    private Heard(IReadOnlyList<MessageSource> last)
    {
        _last = last;
    }

    public static Heard Nothing { get; } = new([]);

    public static Heard Read(string? text) => string.IsNullOrEmpty(text)
        ? Nothing
        : new([.. text.Split(' ').Select(one => MessageSource.Of($"m:::{one}")!)]);

    public bool Includes(MessageSource source) => _last.Any(known => known.Execution == source.Execution && known.TaskId >= source.TaskId);

    public Heard With(MessageSource source) =>
        new([.. _last.Where(known => known.Execution != source.Execution).TakeLast(MostSenders - 1), source]);

    public override string ToString() => string.Join(' ', _last.Select(known => known.MessageId));
}
