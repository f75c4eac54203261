using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.History;

/// <summary>The events of a history, as the official SDK reads them. What comes in has the id -1; what is decided has the id of its task.</summary>
internal static class HistoryEvents
{
    private const int NoTask = -1;

    public static HistoryEvent Completed(HistoryEvent call, string? result) => call.SubOrchestrationInstanceCreated is null
        ? new() { EventId = NoTask, TaskCompleted = new() { TaskScheduledId = call.EventId, Result = result } }
        : new() { EventId = NoTask, SubOrchestrationInstanceCompleted = new() { TaskScheduledId = call.EventId, Result = result } };

    public static HistoryEvent Failed(HistoryEvent call, TaskFailureDetails failure) => call.SubOrchestrationInstanceCreated is null
        ? new() { EventId = NoTask, TaskFailed = new() { TaskScheduledId = call.EventId, FailureDetails = failure } }
        : new() { EventId = NoTask, SubOrchestrationInstanceFailed = new() { TaskScheduledId = call.EventId, FailureDetails = failure } };

    public static HistoryEvent Fired(HistoryEvent timer) =>
        new() { EventId = NoTask, TimerFired = new() { TimerId = timer.EventId, FireAt = timer.TimerCreated.FireAt } };

    public static HistoryEvent Raised(string name, string? input) => new() { EventId = NoTask, EventRaised = new() { Name = name, Input = input } };

    public static HistoryEvent Suspended(string? reason) => new() { EventId = NoTask, ExecutionSuspended = new() { Input = reason } };

    public static HistoryEvent Resumed(string? reason) => new() { EventId = NoTask, ExecutionResumed = new() { Input = reason } };

    public static HistoryEvent Terminated(string? output, bool recursive) =>
        new() { EventId = NoTask, ExecutionTerminated = new() { Input = output, Recurse = recursive } };

    /// <summary>The event with which a history records a decision; null for what ends the execution.</summary>
    /// <exception cref="NotSupportedException">The action needs entities or another part that this engine does not have.</exception>
    public static HistoryEvent? Of(OrchestratorAction action) => action switch
    {
        { ScheduleTask: { } call } => new()
        {
            EventId = action.Id,
            TaskScheduled = new() { Name = call.Name, Version = call.Version, Input = call.Input, Tags = { call.Tags } },
        },
        { CreateSubOrchestration: { } call } => new()
        {
            EventId = action.Id,
            SubOrchestrationInstanceCreated = new()
            {
                InstanceId = call.InstanceId,
                Name = call.Name,
                Version = call.Version,
                Input = call.Input,
                Tags = { call.Tags },
            },
        },
        { CreateTimer: { } timer } => new() { EventId = action.Id, TimerCreated = new() { FireAt = timer.FireAt } },
        { SendEvent: { } sent } => new()
        {
            EventId = action.Id,
            EventSent = new() { InstanceId = sent.Instance.InstanceId, Name = sent.Name, Input = sent.Data },
        },
        { CompleteOrchestration: not null } => null,
        _ => throw new NotSupportedException($"The engine does not support {action.OrchestratorActionTypeCase}."),
    };

    /// <summary>The task that an event ends; null if it ends none.</summary>
    public static int? EndedTask(this HistoryEvent received) => received switch
    {
        { TaskCompleted: { } one } => one.TaskScheduledId,
        { TaskFailed: { } one } => one.TaskScheduledId,
        { SubOrchestrationInstanceCompleted: { } one } => one.TaskScheduledId,
        { SubOrchestrationInstanceFailed: { } one } => one.TaskScheduledId,
        { TimerFired: { } one } => one.TimerId,
        _ => null,
    };

    /// <summary>Whether a decision opens a task that will end some time.</summary>
    public static bool OpensTask(this HistoryEvent decided) => decided.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.TaskScheduled
        or HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated
        or HistoryEvent.EventTypeOneofCase.TimerCreated;

    /// <summary>One episode: what came in, framed as the SDK expects it, then what was decided. All of it bears the episode's time.</summary>
    public static HistoryChunk Episode(DateTimeOffset at, IEnumerable<HistoryEvent> received, IEnumerable<HistoryEvent> decided)
    {
        HistoryChunk episode = new();
        episode.Events.Add(new HistoryEvent { EventId = NoTask, OrchestratorStarted = new() });
        episode.Events.AddRange(received);
        episode.Events.AddRange(decided);
        episode.Events.Add(new HistoryEvent { EventId = NoTask, OrchestratorCompleted = new() });
        Timestamp time = at.ToTimestamp();
        foreach (HistoryEvent one in episode.Events)
        {
            one.Timestamp = time;
        }

        return episode;
    }
}
