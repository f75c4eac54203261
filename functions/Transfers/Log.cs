using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers;

internal static partial class Log
{
    [LoggerMessage(EventId = 1400, Level = LogLevel.Information, Message = "Transfer of {Entitlement} in {Campaign}: {From} to {To}, version {Version}")]
    public static partial void TransferMoved(this ILogger logger, CampaignId campaign, EntitlementId entitlement, TransferState? from, TransferState to, int version);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "Transfer of {Entitlement} in {Campaign} is held: {Fault}")]
    public static partial void TransferHeld(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string fault);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "Transfer file {Number} of {Campaign} made: {Payments} payments, {Yen} yen, SHA-256 {Sha256}")]
    public static partial void FileMade(this ILogger logger, CampaignId campaign, int number, int payments, long yen, string sha256);

    [LoggerMessage(EventId = 1406, Level = LogLevel.Warning, Message = "Transfer file {Number} of {Campaign} was not taken to the bank in time for {Former}: it is paid on {PayOn} instead")]
    public static partial void FileMoved(this ILogger logger, CampaignId campaign, int number, DateOnly former, DateOnly payOn);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Information, Message = "Transfer results of {Campaign}: taken {Taken}, {Lines} lines, {Changed} transfers changed, {Unchanged} unchanged, {Errors} errors")]
    public static partial void ResultsTaken(this ILogger logger, CampaignId campaign, bool taken, long lines, int changed, int unchanged, long errors);

    [LoggerMessage(EventId = 1405, Level = LogLevel.Error, Message = "Telling people of {Campaign} that transfers failed has stopped: {Failure}. The next business day tries again")]
    public static partial void TellingFailed(this ILogger logger, CampaignId campaign, string failure);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Information, Message = "Account data of {Transfers} transfers of {Campaign} erased: its time of keeping is over")]
    public static partial void AccountsErased(this ILogger logger, CampaignId campaign, int transfers);
}
