using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>
/// Matches external events with those who wait for them. Among several waiters for one name the latest is served first,
/// so that a wait abandoned in a loop does not swallow what its successor waits for. Unclaimed events are kept in their order.
/// </summary>
internal sealed class EventMailbox(DataConverter converter)
{
    private readonly Dictionary<string, List<IWaiter>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _unclaimed = [];

    private interface IWaiter
    {
        Type EventType { get; }

        bool IsOpen { get; }

        void Complete(string? data);
    }

    public bool HasOpenWaiters => _waiting.Values.Any(waiters => waiters.Any(waiter => waiter.IsOpen));

    /// <summary>The events that nobody has taken, oldest first.</summary>
    public IReadOnlyList<EventRaised> Unclaimed => _unclaimed;

    public void Deliver(EventRaised raised)
    {
        if (TakeWaiter(raised.Name) is { } waiter)
        {
            waiter.Complete(raised.Input);
        }
        else
        {
            _unclaimed.Add(raised);
        }
    }

    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        List<IWaiter> waiters = WaitersFor(name);
        if (waiters.Find(waiter => waiter.IsOpen && waiter.EventType != typeof(T)) is { } other)
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {other.EventType.FullName} but was requested {typeof(T).FullName}.",
                nameof(name));
        }

        var added = new Waiter<T>(converter);
        int kept = _unclaimed.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (kept >= 0)
        {
            EventRaised raised = _unclaimed[kept];
            _unclaimed.RemoveAt(kept);
            added.Complete(raised.Input);
            return added.Task;
        }

        waiters.Add(added);
        cancellation.Register(() => OrchestratorThread.Complete(() => added.Cancel(cancellation)));
        return added.Task;
    }

    private List<IWaiter> WaitersFor(string name)
    {
        if (!_waiting.TryGetValue(name, out List<IWaiter>? waiters))
        {
            waiters = [];
            _waiting.Add(name, waiters);
        }

        waiters.RemoveAll(waiter => !waiter.IsOpen);
        return waiters;
    }

    private IWaiter? TakeWaiter(string name)
    {
        List<IWaiter> waiters = WaitersFor(name);
        if (waiters.Count == 0)
        {
            return null;
        }

        IWaiter latest = waiters[^1];
        waiters.RemoveAt(waiters.Count - 1);
        return latest;
    }

    private sealed class Waiter<T>(DataConverter converter) : IWaiter
    {
        private readonly TaskCompletionSource<T> _source = new();

        public Task<T> Task => _source.Task;

        public Type EventType => typeof(T);

        public bool IsOpen => !_source.Task.IsCompleted;

        public void Complete(string? data) => _source.Settle(converter, data);

        public void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);
    }
}

internal static class TaskCompletionSources
{
    /// <summary>Completes the task with the value that the text stands for, or with the reason why it cannot be read.</summary>
    public static void Settle<T>(this TaskCompletionSource<T> source, DataConverter converter, string? data)
    {
        T value;
        try
        {
            value = converter.Deserialize<T>(data)!;
        }
        catch (Exception unreadable)
        {
            OrchestratorThread.Complete(() => source.TrySetException(unreadable));
            return;
        }

        OrchestratorThread.Complete(() => source.TrySetResult(value));
    }
}
