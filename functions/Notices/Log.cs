using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Notices;

/// <summary>What this slice says. Event ids 200–299.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Debug, Message = "Wave {Wave}, shard {Shard}: page sent, {Settled} settled, {Failed} of them failed, {Deferred} deferred")]
    public static partial void PageSent(this ILogger logger, string wave, int shard, long settled, long failed, int deferred);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "Wave {Wave}, shard {Shard}: another sender holds a claim on this page; it is repeated")]
    public static partial void ChunkRaced(this ILogger logger, string wave, int shard);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Wave {Wave}, shard {Shard}: the provider took none of {Count} messages; the page is repeated later")]
    public static partial void ProviderTurnedChunkAway(this ILogger logger, string wave, int shard, int count);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "{Channel}: the provider {From} is {Why}; {Points} points of weight go to {To}")]
    public static partial void WeightMoved(this ILogger logger, NoticeChannel channel, string from, string why, int points, string to);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information, Message = "{Channel}: {To} gets {Points} points of weight back from {From}")]
    public static partial void WeightCameBack(this ILogger logger, NoticeChannel channel, string to, int points, string from);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "Campaign {Campaign}, bucket {Bucket}: {People} people with several entitlements get one message each, for {Companions} more")]
    public static partial void PersonsJoined(this ILogger logger, CampaignId campaign, int bucket, long people, long companions);

    [LoggerMessage(EventId = 210, Level = LogLevel.Information, Message = "{Count} delivery reports brought news of {Notices} notices")]
    public static partial void ReportsApplied(this ILogger logger, int notices, int count);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "A delivery report of type {Type} names no message of ours")]
    public static partial void ReportOrphaned(this ILogger logger, string type);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning, Message = "Delivery status '{Status}' of type {Type} is not recognised and was not applied")]
    public static partial void ReportUnrecognised(this ILogger logger, string type, string status);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "{Count} events come from another source than our communication resource and were dropped")]
    public static partial void ForeignEventsDropped(this ILogger logger, int count);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning, Message = "A status callback bears no valid signature of {Provider} and was dropped")]
    public static partial void CallbackUnsigned(this ILogger logger, string provider);
}
