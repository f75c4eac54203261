using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards;

/// <summary>What the awards have to say, events 400 to 499: ids and counts only.</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 400,
        Level = LogLevel.Information,
        Message = "Purchases of {Campaign}: {Outcome}, {Rows} rows, {Added} added, {Replaced} replaced, {Unchanged} unchanged, {Older} older, {Errors} errors")]
    public static partial void PurchasesImported(
        this ILogger logger, CampaignId campaign, PurchaseImportOutcome outcome, long rows, long added, long replaced, long unchanged, long older, long errors);

    [LoggerMessage(EventId = 410, Level = LogLevel.Information, Message = "Rules of {Campaign}, version {Version}, are taken over")]
    public static partial void RulesTakenOver(this ILogger logger, CampaignId campaign, int version);

    [LoggerMessage(EventId = 411, Level = LogLevel.Error, Message = "Rules of {Campaign} are not taken over: {Refusal}")]
    public static partial void RulesRefused(this ILogger logger, CampaignId campaign, string refusal);

    [LoggerMessage(EventId = 420, Level = LogLevel.Information, Message = "Awards of {Campaign} by rules {Version}: {Members} members, {Transactions} transactions, {Points} points")]
    public static partial void AwardsComputed(this ILogger logger, CampaignId campaign, int version, long members, long transactions, long points);
}
