namespace Compensation.Local.Host.Timers;

/// <summary>
/// Remembers a timer's last and next occurrence, so that one missed while no host ran is made up for.
/// </summary>
/// <remarks>
/// It writes at most once an hour, and when the host stops: after a crash a timer with a shorter interval may therefore count as past due
/// although it ran. It then runs once more, which a timer must bear anyway.
/// </remarks>
internal sealed class TimerMonitor(string timer, TimerSchedule schedule, TimerStatusTable? statuses)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromHours(1);

    private ScheduleStatus? _unwritten;
    private DateTimeOffset _written;

    /// <summary>What is known; never null once <see cref="StartAsync"/> has ended.</summary>
    public ScheduleStatus Status { get; private set; } = new();

    public DateTimeOffset Next => Utc(Status.Next);

    /// <summary>Takes up what the last host left.</summary>
    /// <returns>Whether an occurrence was missed.</returns>
    public async Task<bool> StartAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        ScheduleStatus? stored = statuses is null ? null : await statuses.ReadAsync(timer, cancellation);
        if (stored is not null && stored.Next == Expected(stored))
        {
            Status = stored;
            _written = Utc(stored.LastUpdated);
            return now > Next;
        }

        // Either there was no host before, or the schedule has changed since: nothing of this schedule can have been missed.
        Status = new ScheduleStatus { Next = schedule.Next(now).UtcDateTime, LastUpdated = now.UtcDateTime };
        await WriteAsync(now, cancellation);
        return false;
    }

    /// <summary>Notes a run that began at the instant.</summary>
    public async Task RanAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        Status = new ScheduleStatus
        {
            Last = at.UtcDateTime,
            Next = schedule.Next(at).UtcDateTime,
            LastUpdated = at.UtcDateTime,
        };
        _unwritten = Status;
        if (at - _written >= WriteInterval || Next - at >= WriteInterval)
            await WriteAsync(at, cancellation);
    }

    /// <summary>Writes what has not been written yet.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_unwritten is not null)
            await WriteAsync(Utc(_unwritten.LastUpdated), cancellation);
    }

    private async Task WriteAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        if (statuses is not null)
            await statuses.WriteAsync(timer, Status, cancellation);
        _written = at;
        _unwritten = null;
    }

    private DateTime Expected(ScheduleStatus stored) =>
        schedule.Next(Utc(stored.Last == default ? stored.LastUpdated : stored.Last)).UtcDateTime;

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
}
