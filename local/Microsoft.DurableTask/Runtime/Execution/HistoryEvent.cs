using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>One fact in the life of an execution. What comes in is received; what the orchestrator asks for is decided.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(TaskCompleted), "TaskCompleted")]
[JsonDerivedType(typeof(TaskFailed), "TaskFailed")]
[JsonDerivedType(typeof(TimerFired), "TimerFired")]
[JsonDerivedType(typeof(EventRaised), "EventRaised")]
[JsonDerivedType(typeof(MessagesSeen), "MessagesSeen")]
[JsonDerivedType(typeof(ExecutionSuspended), "ExecutionSuspended")]
[JsonDerivedType(typeof(ExecutionResumed), "ExecutionResumed")]
[JsonDerivedType(typeof(ExecutionTerminated), "ExecutionTerminated")]
internal abstract record HistoryEvent;

/// <summary>An activity, a sub-orchestration or a timer has ended.</summary>
internal abstract record TaskEnded(int TaskId) : HistoryEvent;

internal sealed record TaskCompleted(int TaskId, string? Result) : TaskEnded(TaskId);

internal sealed record TaskFailed(int TaskId, TaskFailureDetails Failure) : TaskEnded(TaskId);

internal sealed record TimerFired(int TaskId) : TaskEnded(TaskId);

/// <param name="MessageId">Tells a repeated delivery from a second event.</param>
internal sealed record EventRaised(string Name, string? Input, string MessageId) : HistoryEvent;

/// <summary>What the previous generations of this instance have received already.</summary>
internal sealed record MessagesSeen(IReadOnlyList<string> MessageIds) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>Something that the orchestrator has asked for. Task ids count up from 0 in each execution.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(ActivityScheduled), "ActivityScheduled")]
[JsonDerivedType(typeof(SubOrchestrationCreated), "SubOrchestrationCreated")]
[JsonDerivedType(typeof(TimerCreated), "TimerCreated")]
[JsonDerivedType(typeof(TimerCanceled), "TimerCanceled")]
[JsonDerivedType(typeof(EventSent), "EventSent")]
internal abstract record Decision(int TaskId) : HistoryEvent
{
    /// <summary>What must be the same when the orchestrator is replayed.</summary>
    [JsonIgnore]
    public abstract string Identity { get; }
}

internal sealed record ActivityScheduled(int TaskId, string Name, string? Input) : Decision(TaskId)
{
    public override string Identity => $"activity '{Name}' (#{TaskId})";
}

internal sealed record SubOrchestrationCreated(
    int TaskId, string Name, string InstanceId, string? Input, IReadOnlyDictionary<string, string>? Tags) : Decision(TaskId)
{
    public override string Identity => $"sub-orchestration '{Name}' as '{InstanceId}' (#{TaskId})";
}

internal sealed record TimerCreated(int TaskId, DateTime FireAt) : Decision(TaskId)
{
    public override string Identity => $"timer (#{TaskId})";
}

internal sealed record TimerCanceled(int TaskId) : Decision(TaskId)
{
    public override string Identity => $"cancellation of timer (#{TaskId})";
}

internal sealed record EventSent(int TaskId, string InstanceId, string Name, string? Input) : Decision(TaskId)
{
    public override string Identity => $"event '{Name}' to '{InstanceId}' (#{TaskId})";
}

/// <summary>One run of an orchestrator from what came in to the point where it waits again.</summary>
internal sealed record Episode(DateTime At, IReadOnlyList<HistoryEvent> Received, IReadOnlyList<Decision> Decided);
