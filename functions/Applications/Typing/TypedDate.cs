using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Applications.Typing;

/// <summary>
/// Dates as people type them: 2023-02-24, 2023/2/24, 20230224, 2023年2月24日, 令和5年2月24日, 令和五年二月二十四日, R5.2.24, in any width, with the day of the week or without; in
/// 平成, as some who write it by habit go on counting; and 24 February 2023 or Feb. 24, 2023, on the English pages. Numbers alone are read with the year first: of 2/3/2023 nobody can tell which is the month.
/// </summary>
internal static partial class TypedDate
{
    /// <summary>令和元年 is 2019.</summary>
    private const int YearBeforeReiwa = 2018;

    private const int YearBeforeHeisei = 1988;

    private const string Numerals = "〇一二三四五六七八九";

    private const string MonthNames = "JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?";

    private const string EnglishMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

    /// <summary>What keyboards offer for 〇.</summary>
    private const string Circles = "○◯零";

    public static bool TryParse(string? text, out DateOnly date)
    {
        date = default;
        string typed = string.Concat(Folding.Plain(text).Where(letter => letter != ' ').Select(letter => Circles.Contains(letter, StringComparison.Ordinal) ? Numerals[0] : letter));
        string folded = KanjiNumber().Replace(typed.Replace('\u5143', '1').ToUpperInvariant(), Digits);
        Match match = Written().Match(folded) is { Success: true } japanese ? japanese : English().Match(folded);
        return match.Success
            && int.TryParse(match.Groups["year"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && MonthIn(match.Groups["month"].Value) is var month
            && int.TryParse(match.Groups["day"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int day)
            && TryMake(year + YearBefore(match.Groups["era"].Value), month, day, out date);
    }

    /// <summary>A number, or a month's English name; 0 where it is neither.</summary>
    private static int MonthIn(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : EnglishMonths.IndexOf(text[..3], StringComparison.Ordinal) is >= 0 and var at ? (at / 3) + 1 : 0;

    private static int YearBefore(string era) => era switch
    {
        "" => 0,
        "平成" or "平" or "H" => YearBeforeHeisei,
        _ => YearBeforeReiwa,
    };

    /// <summary>二十四 is 24, 二〇二三 is 2023.</summary>
    private static string Digits(Match number)
    {
        if (number.Value.IndexOf('十', StringComparison.Ordinal) is not (>= 0 and var ten))
        {
            return string.Concat(number.Value.Select(numeral => Numerals.IndexOf(numeral, StringComparison.Ordinal)));
        }

        int tens = ten == 0 ? 1 : Numerals.IndexOf(number.Value[ten - 1], StringComparison.Ordinal);
        int ones = ten == number.Value.Length - 1 ? 0 : Numerals.IndexOf(number.Value[ten + 1], StringComparison.Ordinal);
        return ((tens * 10) + ones).ToString(CultureInfo.InvariantCulture);
    }

    private static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        bool exists = year is >= 2000 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateOnly(year, month, day) : default;
        return exists;
    }

    [GeneratedRegex(
        @"\A(?:(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})|(?:(?:西暦)?(?<year>[0-9]{4})|(?<era>令和|令|R|㋿|平成|平|H)(?<year>[0-9]{1,2}))(?:年|[-/.・･])(?<month>[0-9]{1,2})(?:月|[-/.・･])(?<day>[0-9]{1,2})日?)(?:\(?[月火水木金土日](?:曜日?)?(?:[・･/]?祝日?)?\)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();

    [GeneratedRegex(
        @"\A(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6}[,.]?)?(?:(?<day>[0-9]{1,2})(?:ST|ND|RD|TH)?(?:OF)?[-/,.]?(?<month>" + MonthNames + @")[-/,.]*|(?<month>" + MonthNames + @")[-/,.]?(?<day>[0-9]{1,2})(?:ST|ND|RD|TH)?[-/,.]*)(?<year>[0-9]{4})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex English();

    // Not the 一 that begins nothing: a number stands before 年, 月 or 日.
    [GeneratedRegex(@"(?:[〇一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]+)(?=[年月日])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KanjiNumber();
}
