using Azure;
using Compensation.Local.Runtime.Execution;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Local.Runtime.Storage;

/// <summary>The call that a sub-orchestration answers.</summary>
/// <param name="Execution">The parent's execution: a later generation of the parent does not know this call.</param>
internal sealed record ParentCall(string InstanceId, string Name, Guid Execution, int TaskId);

/// <summary>What is known of an instance without its history.</summary>
internal sealed record InstanceRecord
{
    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    /// <summary>Names this life of the instance id: a restart has another one.</summary>
    public required Guid Birth { get; init; }

    /// <summary>Names this generation of the instance: ContinueAsNew gives another one.</summary>
    public required Guid Execution { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public ParentCall? Parent { get; init; }

    /// <summary>How many history rows belong to this execution. Rows beyond are left over from a crash and do not count.</summary>
    public int HistoryRows { get; init; }

    /// <summary>The row key of messages that are recorded but perhaps not delivered; null for none.</summary>
    public string? Outbox { get; init; }

    /// <summary>The worker that has taken the instance over; zero if none has yet.</summary>
    public Guid Owner { get; init; }

    public ETag ETag { get; init; }

    public bool IsFinal => Status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;

    public static InstanceRecord New(string instanceId, string name, DateTimeOffset now) => new()
    {
        InstanceId = instanceId,
        Name = name,
        Birth = Guid.NewGuid(),
        Execution = Guid.NewGuid(),
        Status = OrchestrationRuntimeStatus.Pending,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <summary>Received events that wait for the next episode.</summary>
/// <param name="RowKey">Where they are kept; null if they follow from something else that is kept.</param>
/// <param name="Execution">The only execution that they are meant for; null for any.</param>
internal sealed record InboxItem(string? RowKey, Guid? Execution, IReadOnlyList<HistoryEvent> Events);

/// <summary>A message to another instance that an episode has decided.</summary>
internal sealed record OutboxMessage(string To, HistoryEvent? Event, SubOrchestrationCreated? Start);

/// <summary>Everything that is stored of an instance.</summary>
internal sealed record StoredInstance(
    InstanceRecord Record,
    IReadOnlyList<Episode> History,
    IReadOnlyList<InboxItem> Inbox,
    IReadOnlyList<OutboxMessage> Outbox,
    IReadOnlyList<string> LeftOverRows);

/// <summary>What one episode changes. It happens as a whole or not at all.</summary>
internal sealed record Commit(InstanceRecord Before, InstanceRecord After)
{
    /// <summary>The episode to append to the history; null to begin an empty one.</summary>
    public Episode? Episode { get; init; }

    public IReadOnlyList<OutboxMessage> Outbox { get; init; } = [];

    /// <summary>What the next generation receives first.</summary>
    public IReadOnlyList<HistoryEvent> Carried { get; init; } = [];

    /// <summary>Rows of consumed messages.</summary>
    public IReadOnlyList<string> Consumed { get; init; } = [];
}
