using System.Text.Json;

namespace Compensation.Local.Host.Timers;

/// <summary>A timer's last and next occurrence, in UTC. <see cref="Last"/> is the first instant of all where it has not run.</summary>
internal sealed record ScheduleStatus
{
    public DateTime Last { get; init; }

    public DateTime Next { get; init; }

    public DateTime LastUpdated { get; init; }
}

/// <summary>What a timer function is told of its run, in the form the worker reads.</summary>
internal sealed record TimerRun(ScheduleStatus? ScheduleStatus, bool IsPastDue)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}
