using Microsoft.Extensions.Logging;

namespace Compensation.Waves;

/// <summary>What this slice says. Event ids 550–599.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 550, Level = LogLevel.Warning, Message = "Wave {Wave} is now {Standing}, by {By}: {Reason}")]
    public static partial void WaveMoved(this ILogger logger, string wave, WaveStanding standing, string by, string reason);
}
