namespace Compensation.Common;

/// <summary>Waits whose beginning is stored by the time of day, which somebody may set back.</summary>
public static class StoredWait
{
    /// <summary>
    /// Until when a wait lasts; null where it is over. One that began further ahead than it is long began before the clock was set back, and counts as over: nobody waits for as long as the skew.
    /// </summary>
    public static DateTimeOffset? Until(DateTimeOffset? began, TimeSpan length, DateTimeOffset now) =>
        began is { } at && now - at < length && at - now <= length ? at + length : null;

    public static bool Lasts(DateTimeOffset? began, TimeSpan length, DateTimeOffset now) => Until(began, length, now) is not null;
}
