using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Compensation.Local.Host.Timers;

/// <summary>When a timer is due: an NCRONTAB expression, read on the clocks of one time zone.</summary>
internal sealed partial class TimerSchedule(CrontabSchedule occurrences, TimeZoneInfo zone)
{
    /// <summary>Reads the schedule of a trigger.</summary>
    /// <param name="text">Six fields (or five, without seconds), or the name of a setting between percent signs.</param>
    /// <param name="settings">Where that setting is, and the zone's: WEBSITE_TIME_ZONE (UTC if there is none).</param>
    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static TimerSchedule Read(string text, IConfiguration settings)
    {
        string expression = SettingName().Replace(text, name =>
            settings[name.Groups["name"].Value] ?? throw new FormatException($"there is no setting '{name.Groups["name"].Value}' for the schedule \"{text}\""));
        bool seconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        CrontabSchedule occurrences = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = seconds })
            ?? throw new FormatException(
                $"the schedule \"{expression}\" is not an NCRONTAB expression: {{second}} {{minute}} {{hour}} {{day}} {{month}} {{day-of-week}} was expected");
        return new TimerSchedule(occurrences, Zone(settings["WEBSITE_TIME_ZONE"]));
    }

    /// <summary>The first occurrence after the instant; the end of time if there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        DateTime local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        while (true)
        {
            local = occurrences.GetNextOccurrence(local, DateTime.MaxValue);
            if (local == DateTime.MaxValue)
                return DateTimeOffset.MaxValue;

            // A local time that the clocks skip in spring is met when they have been put forward; one they show twice, at its second showing.
            TimeSpan offset = zone.GetUtcOffset(zone.IsInvalidTime(local) ? local.AddHours(-1) : local);
            DateTimeOffset next = new DateTimeOffset(local, offset).ToUniversalTime();
            if (next > after)
                return next;
        }
    }

    private static TimeZoneInfo Zone(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return TimeZoneInfo.Utc;

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
            ? zone
            : throw new FormatException($"the setting WEBSITE_TIME_ZONE names an unknown time zone, '{id}'");
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();
}
