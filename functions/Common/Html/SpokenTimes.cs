using System.Globalization;

namespace Compensation.Common.Pages;

/// <summary>Days and instants as people read them, in Japan's time.</summary>
public static class SpokenTimes
{
    /// <summary><c>2023年5月31日(水)</c>, <c>31 May 2023</c>.</summary>
    public static string Day(this Language language, DateOnly day) =>
        language == Language.Japanese ? day.ToString("yyyy年M月d日(ddd)", JapanTime.Japanese) : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>2023年3月24日(金)14時00分</c>, <c>24 March 2023, 14:00</c>.</summary>
    public static string Instant(this Language language, DateTimeOffset instant) => language == Language.Japanese
        ? instant.ToJapan().ToString("yyyy年M月d日(ddd)H時mm分", JapanTime.Japanese)
        : instant.ToJapan().ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The last minute before an exclusive end: <c>2023年5月31日(水)23:59</c>, <c>23:59 on 31 May 2023 (Japan time)</c>.</summary>
    public static string LastMinuteBefore(this Language language, DateTimeOffset exclusiveEnd) => language == Language.Japanese
        ? JapanTime.LastMinuteBefore(exclusiveEnd)
        : exclusiveEnd.AddMinutes(-1).ToJapan().ToString("HH:mm 'on' d MMMM yyyy '(Japan time)'", CultureInfo.InvariantCulture);
}
