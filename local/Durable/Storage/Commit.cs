using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>Received events that wait for the next episode.</summary>
/// <param name="RowKeys">Where they are kept; none if they follow from something else that is kept.</param>
/// <param name="Execution">The only execution that they are meant for; null for any.</param>
/// <param name="Source">The orchestration that has sent them, if they come from one.</param>
internal sealed record InboxItem(IReadOnlyList<string> RowKeys, Guid? Execution, MessageSource? Source, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>The end of a task, which is found again wherever the task is.</summary>
    public static InboxItem EndOfTask(Guid execution, HistoryEvent end) => new([], execution, null, [end]);

    /// <summary>A message that is kept in a row of its own.</summary>
    public static InboxItem Message(string rowKey, HistoryEvent message) => new([rowKey], null, MessageSource.Of(rowKey), [message]);
}

/// <summary>Everything that is stored of an instance.</summary>
internal sealed record StoredInstance(
    InstanceRecord Record,
    IReadOnlyList<HistoryEvent> History,
    IReadOnlyList<InboxItem> Inbox,
    IReadOnlyList<OrchestratorAction> Outbox,
    IReadOnlyList<string> LeftOverRows);

/// <summary>What one episode changes. It happens as a whole or not at all.</summary>
internal sealed record Commit(InstanceRecord Before, InstanceRecord After)
{
    /// <summary>The episode to append to the history; null to begin an empty one.</summary>
    public HistoryChunk? Episode { get; init; }

    /// <summary>Messages to other instances: events to send, and instances to terminate.</summary>
    public IReadOnlyList<OrchestratorAction> Outbox { get; init; } = [];

    /// <summary>What the next generation receives first.</summary>
    public IReadOnlyList<HistoryEvent> Carried { get; init; } = [];

    /// <summary>Rows of consumed messages.</summary>
    public IReadOnlyList<string> Consumed { get; init; } = [];
}

/// <summary>What is stored once an episode is.</summary>
internal sealed record Committed(InstanceRecord Record, InboxItem? Carried);
