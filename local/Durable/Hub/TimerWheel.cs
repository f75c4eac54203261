using Compensation.Local.Host;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// All durable timers of a hub on one timer of the clock. Those due at the same instant fire in the order of their instance
/// ids, so that a run that was interrupted fires them as an uninterrupted one does.
/// </summary>
internal sealed class TimerWheel(TimeProvider clock, WorkInProgress work) : IDisposable
{
    // A system timer takes at most 49.7 days; longer waits are chained.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly SortedSet<Entry> _entries = new(new ByDueTime());
    private readonly Dictionary<(InstanceSession Session, string Key), Entry> _byKey = [];
    private ITimer? _timer;
    private bool _disposed;

    /// <param name="key">Names the timer within its instance; setting a key again moves its timer.</param>
    public void Set(InstanceSession session, string key, DateTimeOffset due, Action fire)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            RemoveEntry(session, key);
            var entry = new Entry(due, key, session, fire);
            _entries.Add(entry);
            _byKey.Add((session, key), entry);
            Arm();
        }
    }

    public void Cancel(InstanceSession session, string key)
    {
        lock (_gate)
        {
            if (!_disposed && RemoveEntry(session, key))
            {
                Arm();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _entries.Clear();
            _byKey.Clear();
            _timer?.Dispose();
        }
    }

    private bool RemoveEntry(InstanceSession session, string key) =>
        _byKey.Remove((session, key), out Entry? entry) && _entries.Remove(entry);

    private void Arm()
    {
        if (_entries.Min is not { } next)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan wait = next.Due - clock.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        // System timers count whole milliseconds: rounding up keeps the last wait from ending before the due time.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        if (_timer is null)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _timer = clock.CreateTimer(_ => FireDue(), null, wait, Timeout.InfiniteTimeSpan);
            }
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void FireDue()
    {
        using IDisposable piece = work.Begin();
        List<Entry> due = [];
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            DateTimeOffset now = clock.GetUtcNow();
            while (_entries.Min is { } next && next.Due <= now)
            {
                RemoveEntry(next.Session, next.Key);
                due.Add(next);
            }

            Arm();
        }

        foreach (Entry entry in due)
        {
            entry.Fire();
        }
    }

    private sealed record Entry(DateTimeOffset Due, string Key, InstanceSession Session, Action Fire);

    private sealed class ByDueTime : IComparer<Entry>
    {
        public int Compare(Entry? x, Entry? y)
        {
            int order = x!.Due.CompareTo(y!.Due);
            order = order != 0 ? order : string.CompareOrdinal(x.Session.InstanceId, y.Session.InstanceId);
            return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
        }
    }
}
