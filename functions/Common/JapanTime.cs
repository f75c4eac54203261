using System.Globalization;

namespace Compensation.Common;

/// <summary>
/// Japan's civil time: UTC+9 without daylight saving since 1952. Notices speak in it; everything inside is UTC.
/// A deadline "until 31 May 23:59" is held as its exclusive end, 1 June 00:00 in Japan.
/// </summary>
public static class JapanTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    /// <summary>The instant (UTC) of a date and time on the wall in Japan.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new DateTimeOffset(date.ToDateTime(time), Offset).ToUniversalTime();

    /// <summary>The instant (UTC) at which a day begins in Japan.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>The exclusive end (UTC) of a day in Japan: the next day's beginning.</summary>
    public static DateTimeOffset EndOf(DateOnly date) => StartOf(date.AddDays(1));

    public static DateTimeOffset ToJapan(this DateTimeOffset instant) => instant.ToOffset(Offset);

    public static DateOnly DateInJapan(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToJapan().DateTime);

    /// <summary>The last minute before an exclusive end, as notices print it: <c>2023年5月31日(水)23:59</c>.</summary>
    public static string LastMinuteBefore(DateTimeOffset exclusiveEnd) =>
        exclusiveEnd.AddMinutes(-1).ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", Japanese);

    /// <summary>An instant as answers to operators state it: <c>2023-05-20 09:00 (Japan, +09:00)</c>.</summary>
    public static string Stated(DateTimeOffset instant) => instant.ToJapan().ToString("yyyy-MM-dd HH:mm '(Japan, +09:00)'", CultureInfo.InvariantCulture);

    public static CultureInfo Japanese { get; } = CultureInfo.GetCultureInfo("ja-JP");
}
