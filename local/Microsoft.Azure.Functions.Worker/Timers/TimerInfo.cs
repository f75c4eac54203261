namespace Microsoft.Azure.Functions.Worker;

/// <summary>Why and when a timer function runs.</summary>
public class TimerInfo
{
    /// <summary>Null where no monitor is kept.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for an occurrence missed while no host ran.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>A schedule's occurrences, as UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last recorded occurrence; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next expected occurrence.</summary>
    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
