using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>What the ledger has to say, events 100 to 199: ids and counts only.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Ledger of {Campaign}: {Outcome}, {Rows} rows, {Written} written, {Corrected} corrected, {Unchanged} unchanged, {Errors} errors")]
    public static partial void LedgerImported(this ILogger logger, CampaignId campaign, ImportOutcome outcome, int rows, int written, int corrected, int unchanged, long errors);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Ledger of {Campaign}: a file was refused, the cutoff has passed")]
    public static partial void LedgerClosed(this ILogger logger, CampaignId campaign);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Ledger of {Campaign}: a file came, but this installation does not run the campaign")]
    public static partial void LedgerNotRun(this ILogger logger, CampaignId campaign);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "Ledger of {Campaign}: the import {Import} was taken back by {Operator}")]
    public static partial void ImportTakenBack(this ILogger logger, CampaignId campaign, string import, string @operator);

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "Adjustments of {Campaign}: {Outcome}, {Rows} rows, {Applied} applied, {Unchanged} unchanged, {Errors} errors")]
    public static partial void AdjustmentsApplied(this ILogger logger, CampaignId campaign, AdjustmentOutcome outcome, int rows, int applied, int unchanged, long errors);

    [LoggerMessage(EventId = 120, Level = LogLevel.Debug, Message = "Shard {Shard} of {Campaign} is sealed: {Coupons} coupons, {People} of them owed")]
    public static partial void ShardSealed(this ILogger logger, CampaignId campaign, int shard, int coupons, int people);

    [LoggerMessage(EventId = 121, Level = LogLevel.Information, Message = "Ledger of {Campaign} is sealed as {Seal}: {Coupons} coupons, {People} of them owed")]
    public static partial void LedgerSealed(this ILogger logger, CampaignId campaign, string seal, int coupons, int people);

    [LoggerMessage(EventId = 122, Level = LogLevel.Information, Message = "Seal of {Campaign} was verified and holds")]
    public static partial void SealHolds(this ILogger logger, CampaignId campaign);

    [LoggerMessage(EventId = 123, Level = LogLevel.Critical, Message = "Seal of {Campaign} does not hold any more, first differing shard {Shard} (none: the stored seal itself)")]
    public static partial void SealDiffers(this ILogger logger, CampaignId campaign, int? shard);

    [LoggerMessage(EventId = 124, Level = LogLevel.Critical, Message = "Supplements of {Campaign} are not as they were, first differing link {Link} (0: the end of their chain)")]
    public static partial void SupplementsDiffer(this ILogger logger, CampaignId campaign, int link);

    [LoggerMessage(EventId = 125, Level = LogLevel.Information, Message = "Campaign {Campaign}: {Yen} yen of case {Case} were put back on its coupon")]
    public static partial void CaseRestored(this ILogger logger, CampaignId campaign, string @case, long yen);

    [LoggerMessage(EventId = 126, Level = LogLevel.Information, Message = "Campaign {Campaign}: case {Case} is owed as supplement {Sequence}, {Yen} yen")]
    public static partial void CaseSupplemented(this ILogger logger, CampaignId campaign, string @case, int sequence, long yen);
}
