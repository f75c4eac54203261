namespace Compensation.Campaigns;

/// <summary>How long what is personal is kept once the books have closed.</summary>
public sealed record RetentionRule
{
    public static readonly RetentionRule Usual = new();

    /// <summary>Accounts into which money was to go, and the bank's files; null where the setting of transfers says it.</summary>
    public TimeSpan? Accounts { get; init; }

    /// <summary>What callers and shops have said about double charges.</summary>
    public TimeSpan Cases { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What operators wrote as the reason of an act, or of a resend.</summary>
    public TimeSpan ActReasons { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Where people are reached, their names and inquiry numbers, where messages went, and what finds people by these.</summary>
    public TimeSpan Contacts { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What applicants have stated, and what was written to them.</summary>
    public TimeSpan Applications { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Notes of calls.</summary>
    public TimeSpan Notes { get; init; } = TimeSpan.FromDays(365);
}
