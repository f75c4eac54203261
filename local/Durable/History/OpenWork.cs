using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.History;

/// <summary>What an execution has asked for and not yet received, as its history tells.</summary>
internal sealed class OpenWork
{
    private readonly Dictionary<int, HistoryEvent> _open = [];

    /// <summary>The decisions whose tasks have not ended, in their order.</summary>
    public IEnumerable<HistoryEvent> Decisions => _open.Values.OrderBy(decision => decision.EventId);

    public bool IsSuspended { get; private set; }

    public bool Has(int task) => _open.ContainsKey(task);

    public void Apply(IReadOnlyCollection<HistoryEvent> events)
    {
        foreach (HistoryEvent one in events)
        {
            if (one.EndedTask() is { } ended)
            {
                _open.Remove(ended);
            }
            else if (one.OpensTask())
            {
                _open.Add(one.EventId, one);
            }

        }

        IsSuspended = IsSuspendedAfter(events);
    }

    /// <summary>Whether the execution is suspended once it has received further events.</summary>
    public bool IsSuspendedAfter(IEnumerable<HistoryEvent> events) =>
        events.Aggregate(IsSuspended, (suspended, one) => (suspended || one.ExecutionSuspended is not null) && one.ExecutionResumed is null);
}
