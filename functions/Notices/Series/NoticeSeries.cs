namespace Compensation.Notices.Series;

/// <summary>What is counted over time.</summary>
public enum SeriesEvent
{
    /// <summary>A provider took the message.</summary>
    Sent,

    /// <summary>It was reported as delivered.</summary>
    Delivered,

    /// <summary>It was refused, or reported as undelivered.</summary>
    Failed,

    /// <summary>Somebody chose a product. It counts for the way and the provider of the last message that the person got before.</summary>
    Claimed,
}

/// <summary>In which hour, by which way.</summary>
/// <param name="Hour">Its beginning, UTC.</param>
/// <param name="Channel">By which way; null for who claimed without a message.</param>
/// <param name="Provider">By whom; empty where nobody took it.</param>
/// <param name="Event">What.</param>
public readonly record struct SeriesKey(DateTimeOffset Hour, NoticeChannel? Channel, string Provider, SeriesEvent Event);

/// <summary>What happened in a campaign, hour by hour.</summary>
/// <param name="Counts">How often; hours in which nothing happened are left out.</param>
/// <param name="At">As of when, UTC.</param>
public sealed record NoticeSeries(IReadOnlyDictionary<SeriesKey, long> Counts, DateTimeOffset At);
