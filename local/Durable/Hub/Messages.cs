using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>What an episode tells others, and what a generation tells the next.</summary>
internal static class Messages
{
    /// <summary>The messages that must reach other instances even if the process ends right after the episode.</summary>
    public static IEnumerable<OrchestratorAction> Of(InstanceRecord record, Decided decided, OpenWork openBefore) =>
    [
        .. decided.Events.Where(one => one.EventSent is not null && !IsHandedOn(record, decided, one)).Select(Event),
        .. decided.Outcome is { Recursive: true } outcome ? openBefore.Decisions.Where(IsChild).Select(child => Termination(outcome, child)) : [],
    ];

    /// <summary>
    /// What the next generation receives first: the events that nobody has read, which the SDK has the instance send to itself,
    /// then those that came in after the decision to go on, and that it is suspended, if it is.
    /// </summary>
    public static IEnumerable<HistoryEvent> Carried(InstanceRecord record, Decided decided, bool isSuspended) => decided.Outcome is not { GoesOn: true } next
        ? []
        :
        [
            .. decided.Events.Where(one => IsHandedOn(record, decided, one)).Select(one => HistoryEvents.Raised(one.EventSent.Name, one.EventSent.Input)),
            .. next.Carried ?? [],
            .. isSuspended ? [HistoryEvents.Suspended(null)] : Array.Empty<HistoryEvent>(),
        ];

    private static bool IsHandedOn(InstanceRecord record, Decided decided, HistoryEvent one) =>
        decided.Outcome is { GoesOn: true } && one.EventSent?.InstanceId == record.InstanceId;

    private static bool IsChild(HistoryEvent one) => one.SubOrchestrationInstanceCreated is not null;

    private static OrchestratorAction Event(HistoryEvent one) => new()
    {
        Id = one.EventId,
        SendEvent = new() { Instance = new() { InstanceId = one.EventSent.InstanceId }, Name = one.EventSent.Name, Data = one.EventSent.Input },
    };

    private static OrchestratorAction Termination(Outcome outcome, HistoryEvent child) => new()
    {
        Id = child.EventId,
        TerminateOrchestration = new() { InstanceId = child.SubOrchestrationInstanceCreated.InstanceId, Reason = outcome.Result, Recurse = true },
    };
}
