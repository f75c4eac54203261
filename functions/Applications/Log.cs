using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Direct;
using Microsoft.Extensions.Logging;

namespace Compensation.Applications;

/// <summary>What this slice says. Event ids 600–649. Receipt numbers open nothing by themselves; names, numbers and contacts are never logged.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Information, Message = "{Campaign}: application {Receipt} received for {Coupons} coupons, entered by an operator: {ByOperator}")]
    public static partial void ApplicationReceived(this ILogger logger, CampaignId campaign, ReceiptNumber receipt, int coupons, bool byOperator);

    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "{Campaign}: application {Application} is {State}, {Outcome}")]
    public static partial void ApplicationMoved(this ILogger logger, CampaignId campaign, string application, ApplicationState state, ApplicationOutcome outcome);

    [LoggerMessage(EventId = 602, Level = LogLevel.Information, Message = "{Campaign}: message {Kind} for {Receipt} is {State}")]
    public static partial void ApplicantTold(this ILogger logger, CampaignId campaign, ReceiptNumber receipt, MessageKind kind, MessageState state);

    [LoggerMessage(EventId = 603, Level = LogLevel.Warning, Message = "{Campaign}: a code could not be sent: {Reason}")]
    public static partial void CodeNotSent(this ILogger logger, CampaignId campaign, string reason);

    [LoggerMessage(EventId = 604, Level = LogLevel.Error, Message = "{Campaign}: those who were accepted late could not be written to: {Failure}")]
    public static partial void LateWaveFailed(this ILogger logger, CampaignId campaign, string failure);
}
