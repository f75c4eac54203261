namespace Compensation.Local.Host;

/// <summary>
/// A clock that stands still while anything can run and then jumps to the next due timer.
/// Timers due at the same instant fire in the order in which they were set.
/// </summary>
/// <param name="start">The first instant, as UTC.</param>
/// <param name="work">What counts as under way. A timer's callback begins its work before it returns.</param>
public sealed class VirtualClock(DateTimeOffset start, WorkInProgress work) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Ticks, long Order)> _due = new();
    private long _now = start.UtcTicks;
    private long _order;

    /// <summary>Called with the new instant before anything fires at it, so that a resumed run can go on from there.</summary>
    public Action<DateTimeOffset>? Jumping { get; set; }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Jumps from timer to timer until <paramref name="until"/> answers true, or nothing is left to wait for.
    /// </summary>
    /// <returns>True if <paramref name="until"/> answered true; false if no timer was left.</returns>
    public async Task<bool> RunAsync(Func<bool> until, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await work.WhenIdleAsync(cancellationToken);
            if (until())
            {
                return true;
            }

            if (!JumpToNext())
            {
                return false;
            }
        }
    }

    private bool JumpToNext()
    {
        List<VirtualTimer> firing = [];
        lock (_gate)
        {
            long at = 0;
            while (_due.TryPeek(out VirtualTimer? next, out (long Ticks, long Order) when))
            {
                if (!next.IsCurrent(when.Order))
                {
                    _due.Dequeue();
                    continue;
                }

                if (firing.Count > 0 && when.Ticks > at)
                {
                    break;
                }

                _due.Dequeue();
                at = Math.Max(when.Ticks, _now);
                firing.Add(next);
            }

            if (firing.Count == 0)
            {
                return false;
            }

            if (at > _now)
            {
                Jumping?.Invoke(new DateTimeOffset(at, TimeSpan.Zero));
                Interlocked.Exchange(ref _now, at);
            }
        }

        using (work.Begin())
        {
            foreach (VirtualTimer timer in firing)
            {
                timer.Fire();
            }
        }

        return true;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _scheduled = -1;
        private long _dueAt;
        private TimeSpan _period;

        public bool IsCurrent(long order) => _scheduled == order;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                _scheduled = -1;
                if (dueTime >= TimeSpan.Zero)
                {
                    Schedule(dueTime);
                }
            }

            return true;
        }

        /// <summary>Fires, unless the timer has been stopped or put off since it became due: then what was set is kept.</summary>
        public void Fire()
        {
            lock (clock._gate)
            {
                if (_scheduled < 0 || _dueAt > clock._now)
                {
                    return;
                }

                _scheduled = -1;
                if (_period > TimeSpan.Zero)
                {
                    Schedule(_period);
                }
            }

            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(TimeSpan dueTime)
        {
            _scheduled = ++clock._order;
            _dueAt = clock._now + dueTime.Ticks;
            clock._due.Enqueue(this, (_dueAt, _scheduled));
        }
    }
}
