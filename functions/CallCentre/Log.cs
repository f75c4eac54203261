using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Microsoft.Extensions.Logging;

namespace Compensation.CallCentre;

/// <summary>What this slice says. Event ids 500–549.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Information, Message = "Campaign {Campaign}: resend {Order} ordered by {By}, filter {Filter}, {People} people named, {Corrected} corrected")]
    public static partial void ResendOrdered(this ILogger logger, CampaignId campaign, string order, string by, ResendFilter filter, int people, int corrected);

    [LoggerMessage(EventId = 510, Level = LogLevel.Information, Message = "Campaign {Campaign}: case {Case}, {Act}, is {State} now")]
    public static partial void CaseMoved(this ILogger logger, CampaignId campaign, CaseNumber @case, CaseAct act, CaseState state);

    [LoggerMessage(EventId = 511, Level = LogLevel.Information, Message = "Campaign {Campaign}: the shop of case {Case} was written to, {State}")]
    public static partial void ShopWrittenTo(this ILogger logger, CampaignId campaign, CaseNumber @case, MessageState state);
}
