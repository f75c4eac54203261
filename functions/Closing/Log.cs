using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Closing;

internal static partial class Log
{
    [LoggerMessage(EventId = 800, Level = LogLevel.Warning, Message = "{Waiting} claims of {Campaign}, shard {Shard}, made in time still wait for their code; they are tried again")]
    public static partial void ClaimsWait(this ILogger logger, CampaignId campaign, int shard, int waiting);

    [LoggerMessage(EventId = 801, Level = LogLevel.Information, Message = "The books of {Campaign} are closed: {People} people, {Yen} yen")]
    public static partial void BooksClosed(this ILogger logger, CampaignId campaign, long people, long yen);

    [LoggerMessage(EventId = 802, Level = LogLevel.Error, Message = "The books of {Campaign} do not add up: {Check}, expected {ExpectedPeople} people and {ExpectedYen} yen, found {FoundPeople} and {FoundYen}")]
    public static partial void BooksDoNotAddUp(this ILogger logger, CampaignId campaign, string check, long expectedPeople, long expectedYen, long foundPeople, long foundYen);
}
