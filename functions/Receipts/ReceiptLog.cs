using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Receipts;

/// <summary>What the receipt site says to operators: event ids 300 to 349. Ids only; never a link, which opens the door, and never a code.</summary>
internal static partial class ReceiptLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "{Campaign}: {Entitlement} claimed {Product}")]
    public static partial void Claimed(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string product);

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "{Campaign}: {Entitlement} was opened by a link that has been replaced")]
    public static partial void ReplacedLinkOpened(this ILogger logger, CampaignId campaign, EntitlementId entitlement);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "{Campaign}: a link was opened that is nobody's")]
    public static partial void UnknownLinkOpened(this ILogger logger, CampaignId campaign);

    [LoggerMessage(EventId = 304, Level = LogLevel.Error, Message = "Links are being guessed, and the alarm could not be raised: {Failure}")]
    public static partial void GuessesNotTold(this ILogger logger, string failure);

    [LoggerMessage(EventId = 305, Level = LogLevel.Warning, Message = "{Campaign}: that a page was opened could not be written down: {Status}")]
    public static partial void OpeningNotNoted(this ILogger logger, CampaignId campaign, int status);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "{Campaign}: {Entitlement} tried to claim after the deadline")]
    public static partial void ClaimedTooLate(this ILogger logger, CampaignId campaign, EntitlementId entitlement);
}
