namespace Compensation.Campaigns;

/// <summary>When and how fast messages may go out.</summary>
/// <param name="DayStart">The first minute of the day, in Japan, at which people may be written to.</param>
/// <param name="DayEnd">The exclusive end of that part of the day.</param>
/// <param name="PerMinute">The most messages a minute of one wave.</param>
public sealed record SendingRule(TimeOnly DayStart, TimeOnly DayEnd, Pace PerMinute)
{
    /// <summary>Who goes first; null for nobody.</summary>
    public Canary? Canary { get; init; }

    /// <summary>When a wave pauses by itself; null for never.</summary>
    public StopRule? StopRule { get; init; }

    /// <summary>What a person with several entitlements gets.</summary>
    public DuplicatePersons DuplicatePersons { get; init; } = DuplicatePersons.OneEach;

    /// <summary>As how many SMS one message may be billed at the most, 1 to <see cref="SmsSegmentsMax"/>.</summary>
    public int SmsSegments { get; init; } = 1;

    public const int SmsSegmentsMax = 2;
}

/// <summary>The most messages a minute, channel by channel.</summary>
public sealed record Pace(int Sms, int Email);

/// <summary>The first people of a wave: it goes on to the rest by itself only if they fared well.</summary>
/// <param name="People">How many go first, 1 or more.</param>
/// <param name="Wait">How long their delivery reports are waited for.</param>
public sealed record Canary(int People, TimeSpan Wait);

/// <summary>When a wave pauses by itself.</summary>
/// <param name="FailurePercent">Above this share of failures, in percent.</param>
/// <param name="AtLeast">Judged from this many people on.</param>
public sealed record StopRule(int FailurePercent, int AtLeast);

/// <summary>What a person with several entitlements gets.</summary>
public enum DuplicatePersons
{
    /// <summary>One message for each entitlement.</summary>
    OneEach,

    /// <summary>One message that covers all of them, where they came to one number or address.</summary>
    OneForAll,
}
