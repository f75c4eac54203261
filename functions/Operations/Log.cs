using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;

namespace Compensation.Operations;

/// <summary>What this slice says. Event ids 10–19; alert rules look for 10, and for 13 that stays away.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "Alarm {Kind} (campaign {Campaign}, {Matter}): {Text}")]
    public static partial void AlarmRaised(this ILogger logger, AlarmKind kind, string campaign, string matter, string text);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "An alarm could not be told by {Way}: {Failure}")]
    public static partial void AlarmNotTold(this ILogger logger, string way, string failure);

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "Heads of the chains of acts could not be written outside the store; with the next act it is tried again: {Failure}")]
    public static partial void NotAnchored(this ILogger logger, string failure);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Heartbeat of {Minute:u}")]
    public static partial void HeartbeatKept(this ILogger logger, DateTimeOffset minute);
}
