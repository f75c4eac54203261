using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Applications.Typing;

/// <summary>Dates as people type them: 2023-02-24, 2023/2/24, 20230224, 2023年2月24日, 令和5年2月24日, R5.2.24, in any width.</summary>
internal static partial class TypedDate
{
    /// <summary>令和元年 is 2019.</summary>
    private const int YearBeforeReiwa = 2018;

    public static bool TryParse(string? text, out DateOnly date)
    {
        date = default;
        string folded = Folding.Plain(text).Replace(" ", string.Empty, StringComparison.Ordinal).Replace('\u5143', '1').ToUpperInvariant();
        Match match = Written().Match(folded);
        return match.Success
            && int.TryParse(match.Groups["year"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && int.TryParse(match.Groups["month"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int month)
            && int.TryParse(match.Groups["day"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int day)
            && TryMake(match.Groups["era"].Success ? year + YearBeforeReiwa : year, month, day, out date);
    }

    private static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        bool exists = year is >= 2000 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateOnly(year, month, day) : default;
        return exists;
    }

    [GeneratedRegex(
        @"\A(?:(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})|(?:(?<year>[0-9]{4})|(?<era>令和|令|R|㋿)(?<year>[0-9]{1,2}))(?:年|[-/.])(?<month>[0-9]{1,2})(?:月|[-/.])(?<day>[0-9]{1,2})日?)(?:\([月火水木金土日]\))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
