using Compensation.Awards.Contacts;
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

    [LoggerMessage(EventId = 402, Level = LogLevel.Warning, Message = "Purchases of {Campaign} came too late: points are not corrected any more")]
    public static partial void PurchasesClosed(this ILogger logger, CampaignId campaign);

    [LoggerMessage(
        EventId = 401,
        Level = LogLevel.Information,
        Message = "Contacts of members of {Campaign}: {Outcome}, {Rows} rows, {Added} added, {Corrected} corrected, {Unchanged} unchanged, {WithoutPoints} without points, {Unknown} unknown, {Errors} errors")]
    public static partial void ContactsImported(
        this ILogger logger, CampaignId campaign, MemberContactsOutcome outcome, long rows, long added, long corrected, long unchanged, long withoutPoints, long unknown, long errors);

    [LoggerMessage(EventId = 410, Level = LogLevel.Information, Message = "Rules of {Campaign}, version {Version}, are taken over")]
    public static partial void RulesTakenOver(this ILogger logger, CampaignId campaign, int version);

    [LoggerMessage(EventId = 411, Level = LogLevel.Error, Message = "Rules of {Campaign} are not taken over: {Refusal}")]
    public static partial void RulesRefused(this ILogger logger, CampaignId campaign, string refusal);

    [LoggerMessage(EventId = 420, Level = LogLevel.Information, Message = "Awards of {Campaign} by rules {Version}: {Members} members, {Transactions} transactions, {Points} points")]
    public static partial void AwardsComputed(this ILogger logger, CampaignId campaign, int version, long members, long transactions, long points);

    [LoggerMessage(EventId = 421, Level = LogLevel.Warning, Message = "Awards of {Campaign}: {Count} transactions earn points under several members; the report of the awards lists them")]
    public static partial void TransactionsShared(this ILogger logger, CampaignId campaign, long count);

    [LoggerMessage(EventId = 430, Level = LogLevel.Information, Message = "Wave {Wave}, shard {Shard}: another run claimed some of the chunk's members first; the page is repeated")]
    public static partial void ChunkRaced(this ILogger logger, string wave, int shard);

    [LoggerMessage(EventId = 431, Level = LogLevel.Warning, Message = "Wave {Wave}, shard {Shard}: the points system took none of {Count} postings; the page is repeated later")]
    public static partial void PointsSystemTurnedChunkAway(this ILogger logger, string wave, int shard, int count);

    [LoggerMessage(EventId = 432, Level = LogLevel.Error, Message = "The points system answered {Status} in a way that is not of the contract")]
    public static partial void AnswerUnrecognised(this ILogger logger, int status);

    [LoggerMessage(EventId = 440, Level = LogLevel.Information, Message = "The books of {Campaign} are closed: {Members} members, {Points} points")]
    public static partial void AwardBooksClosed(this ILogger logger, CampaignId campaign, long members, long points);

    [LoggerMessage(
        EventId = 441,
        Level = LogLevel.Error,
        Message = "The books of {Campaign} do not add up: {Check}, expected {ExpectedMembers} members and {ExpectedPoints} points, found {FoundMembers} and {FoundPoints}")]
    public static partial void AwardBooksDoNotAddUp(
        this ILogger logger, CampaignId campaign, string check, long expectedMembers, long expectedPoints, long foundMembers, long foundPoints);

    [LoggerMessage(EventId = 433, Level = LogLevel.Warning, Message = "Postings of {Campaign}: suspended is now {Suspended}, by {By}")]
    public static partial void PostingsSuspended(this ILogger logger, CampaignId campaign, bool suspended, string by);

    [LoggerMessage(EventId = 434, Level = LogLevel.Information, Message = "Results of postings of {Campaign}: taken {Taken}, {Rows} rows, {Changed} changed, {Unchanged} unchanged, {Errors} errors")]
    public static partial void ResultsTaken(this ILogger logger, CampaignId campaign, bool taken, int rows, int changed, int unchanged, long errors);
}
