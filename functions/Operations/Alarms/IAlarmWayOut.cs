namespace Compensation.Operations.Alarms;

/// <summary>A way by which alarms leave the house, such as an e-mail. What it throws is logged and goes no further.</summary>
public interface IAlarmWayOut
{
    /// <summary>What the log calls it.</summary>
    string Name { get; }

    Task TellAsync(Alarm alarm, CancellationToken cancellationToken);
}
