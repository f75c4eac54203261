using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>
/// What holds for every text of a file, wherever it stands: it is there, on one line, and a day of the week that is printed beside a date is that date's.
/// </summary>
internal static partial class PrintedTexts
{
    private const string Weekdays = "日月火水木金土";
    private const int FirstOfReiwa = 2019;

    private const string EnglishWeekday = "(?<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?\\.?";

    private const string EnglishMonth =
        "(?<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";

    private const string EnglishDay =
        "(?:(?<day>[0-9]{1,2})(?:st|nd|rd|th)? (?:of )?" + EnglishMonth + "|" + EnglishMonth + " (?<day>[0-9]{1,2})(?:st|nd|rd|th)?\\b)(?:,? (?<year>[12][0-9]{3})\\b)?";

    /// <param name="root">The file.</param>
    /// <param name="latest">The last of the days that the file states.</param>
    /// <param name="faults">What is wrong.</param>
    public static void Check(JsonElement root, DateOnly latest, FaultList faults)
    {
        int? year = YearOf(root);
        foreach ((string path, string text) in TextsOf(root, string.Empty))
        {
            // Messages have lines of their own, and empty ones; their own rules look at them.
            if (!path.StartsWith("texts.", StringComparison.Ordinal) && !path.StartsWith("grantNotice.texts.", StringComparison.Ordinal))
            {
                CommonRules.CheckText(text, path, faults);
            }

            CheckJapanese(text, path, year, latest.Year, faults);
            CheckEnglish(text, path, year, latest.Year, faults);
        }
    }

    private static void CheckJapanese(string text, string path, int? year, int last, FaultList faults)
    {
        int month = 0;
        foreach (Match match in JapaneseDate().Matches(Folding.Plain(text)))
        {
            int before = month;
            int? stated = StatedIn(match);
            month = match.Groups["month"] is { Success: true } named ? Number(named) : month;
            year = stated ?? year;

            // From December on to January without a year is on to the next one.
            int[] years = stated is { } only ? [only] : YearsFrom(year, month < before ? int.MaxValue : last);
            CheckDay(match.Value, years, month, Number(match.Groups["day"]), WeekdayOf(match), path, faults);
        }
    }

    private static void CheckEnglish(string text, string path, int? year, int last, FaultList faults)
    {
        foreach (Match match in EnglishDate().Matches(text))
        {
            int month = Array.IndexOf(DateTimeFormatInfo.InvariantInfo.AbbreviatedMonthNames, match.Groups["month"].Value[..3]) + 1;
            CheckDay(match.Value, StatedIn(match) is { } only ? [only] : YearsFrom(year, last), month, Number(match.Groups["day"]), WeekdayOf(match), path, faults);
        }
    }

    /// <returns>0 for Sunday.</returns>
    private static int WeekdayOf(Match date) => date.Groups["weekday"].Value switch
    {
        [var letter] => Weekdays.IndexOf(letter, StringComparison.Ordinal),
        string name => Array.IndexOf(DateTimeFormatInfo.InvariantInfo.AbbreviatedDayNames, name),
    };

    /// <summary>The year that is printed, by either calendar; null where none is.</summary>
    private static int? StatedIn(Match date) =>
        date.Groups["year"] is { Success: true } year ? Number(year)
        : date.Groups["reiwa"] is { Success: true } reiwa ? FirstOfReiwa - 1 + (reiwa.Value == "元" ? 1 : Number(reiwa))
        : null;

    /// <summary>In which years a date without one may lie: a campaign that goes on into the next year prints dates of both.</summary>
    private static int[] YearsFrom(int? year, int last) => year is not { } first ? [] : first < last ? [first, first + 1] : [first];

    private static void CheckDay(string printed, int[] years, int month, int day, int weekday, string path, FaultList faults)
    {
        if (month == 0 || years.Length == 0)
        {
            return;
        }

        DateOnly[] days = [.. years.Where(year => month <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)).Select(year => new DateOnly(year, month, day))];
        if (days.Length == 0)
        {
            faults.Add(path, $"prints '{printed}', and there is no such day in {years[0]}");
            return;
        }

        faults.AddUnless(
            days.Any(date => (int)date.DayOfWeek == weekday), path, $"prints '{printed}', but {days[0]:yyyy-MM-dd} is a {days[0].DayOfWeek} ({Weekdays[(int)days[0].DayOfWeek]})");
    }

    /// <summary>Every text of a file, with where it stands.</summary>
    public static IEnumerable<(string Path, string Text)> TextsOf(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TextsOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, index) => TextsOf(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))),
        JsonValueKind.String => [(path, value.GetString()!)],
        _ => [],
    };

    /// <summary>A date that is printed without a year is of the year in which it all began.</summary>
    private static int? YearOf(JsonElement root)
    {
        foreach ((string part, string member) in new[] { ("cause", "occurredOn"), ("period", "startsOn") })
        {
            if (root.TryGetProperty(part, out JsonElement holder) && holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(member, out JsonElement day)
                && day.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly found))
            {
                return found.Year;
            }
        }

        return null;
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>By either calendar with 年, 月 and 日, slashes, or where the year stands there, dots or hyphens; the day of the week in brackets, or written out behind 日.</summary>
    [GeneratedRegex(
        "(?:(?:(?<year>[12][0-9]{3})|(?:令和|(?<![A-Za-z])R) ?(?<reiwa>[0-9]{1,2}|元))(?:年 ?|[/.-])(?<month>[0-9]{1,2}) ?(?:月 ?|[/.-])|(?<month>[0-9]{1,2}) ?(?:月 ?|/))?"
        + "(?<![0-9:])(?<day>[0-9]{1,2})(?:日? ?\\((?:(?<weekday>[日月火水木金土])(?:曜日?)?|" + EnglishWeekday + ")(?:・?祝日?)?\\)|日 ?(?<weekday>[日月火水木金土])曜)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JapaneseDate();

    /// <summary>The day of the week in front, or in brackets behind.</summary>
    [GeneratedRegex(
        "\\b(?:" + EnglishWeekday + ",? (?:the )?" + EnglishDay + "|" + EnglishDay + ",? \\(" + EnglishWeekday + "\\))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnglishDate();
}
