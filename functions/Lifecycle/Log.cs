using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Lifecycle;

/// <summary>What this slice says. Event ids 600–699.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Information, Message = "Campaign {Campaign} started (again: {Again})")]
    public static partial void CampaignStarted(this ILogger logger, CampaignId campaign, bool again);

    [LoggerMessage(EventId = 601, Level = LogLevel.Error, Message = "Wave {Wave} failed and needs an operator: {Reason}")]
    public static partial void WaveFailed(this ILogger logger, string wave, string reason);
}
