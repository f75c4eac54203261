using System.Globalization;
using Azure;
using Compensation.Local.Durable.History;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>The call that a sub-orchestration answers.</summary>
/// <param name="Execution">The parent's execution: a later generation of the parent does not know this call.</param>
internal sealed record ParentCall(string InstanceId, string Name, Guid Execution, int TaskId);

/// <summary>What is known of an instance without its history.</summary>
internal sealed record InstanceRecord
{
    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    /// <summary>Names this life of the instance id: a restart has another one.</summary>
    public required Guid Birth { get; init; }

    /// <summary>Names this generation of the instance: ContinueAsNew gives another one.</summary>
    public required Guid Execution { get; init; }

    public required OrchestrationStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public IDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ParentCall? Parent { get; init; }

    /// <summary>How many history rows belong to this execution. Rows beyond are left over from a crash and do not count.</summary>
    public int HistoryRows { get; init; }

    /// <summary>The rows of messages that are recorded but perhaps not delivered; null for none.</summary>
    public Outbox? Outbox { get; init; }

    /// <summary>Which messages of other orchestrations have come in.</summary>
    public Heard Heard { get; init; } = Heard.Nothing;

    /// <summary>The engine that has taken the instance over.</summary>
    public Guid Owner { get; init; }

    public ETag ETag { get; init; }

    public bool IsFinal => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    public static InstanceRecord New(string instanceId, string name, DateTimeOffset now) => new()
    {
        InstanceId = instanceId,
        Name = name,
        Birth = Guid.NewGuid(),
        Execution = Guid.NewGuid(),
        Status = OrchestrationStatus.Pending,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>The first event of each execution. It follows from the record; so it is not stored with the history.</summary>
    public HistoryEvent Started()
    {
        ExecutionStartedEvent started = new()
        {
            Name = Name,
            Version = Version,
            Input = Input,
            OrchestrationInstance = new() { InstanceId = InstanceId, ExecutionId = Execution.ToString("N") },
            ParentInstance = Parent is not { } call ? null : new()
            {
                Name = call.Name,
                TaskScheduledId = call.TaskId,
                OrchestrationInstance = new() { InstanceId = call.InstanceId, ExecutionId = call.Execution.ToString("N") },
            },
        };
        started.Tags.Add(Tags);
        return new HistoryEvent { EventId = -1, ExecutionStarted = started };
    }

    /// <summary>The record of an execution that has ended, or of the one that takes its place.</summary>
    public InstanceRecord After(Outcome outcome) => outcome.GoesOn
        ? this with { Status = OrchestrationStatus.Running, Execution = Guid.NewGuid(), Input = outcome.Result, HistoryRows = 0 }
        : this with { Status = outcome.Status, Output = outcome.Output, Failure = outcome.Failure };
}

/// <summary>Where the messages of an episode wait for their delivery.</summary>
/// <param name="Execution">The execution that has sent them: not the present one, if it has continued as new.</param>
internal sealed record Outbox(Guid Execution, int Episode, int Rows)
{
    public IEnumerable<string> RowKeys => Enumerable.Range(0, Rows).Select(row => Storage.RowKeys.Outbox(Execution, Episode, row));

    public static Outbox? Read(string? text) => text?.Split(':') is [{ } execution, { } episode, { } rows]
        ? new(Guid.Parse(execution), int.Parse(episode, CultureInfo.InvariantCulture), int.Parse(rows, CultureInfo.InvariantCulture))
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Execution:N}:{Episode}:{Rows}");
}
