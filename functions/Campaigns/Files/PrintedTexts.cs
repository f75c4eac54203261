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

    public static void Check(JsonElement root, FaultList faults)
    {
        int year = YearOf(root);
        foreach ((string path, string text) in TextsOf(root, string.Empty))
        {
            // Messages have lines of their own, and empty ones; their own rules look at them.
            if (!path.StartsWith("texts.", StringComparison.Ordinal) && !path.StartsWith("grantNotice.texts.", StringComparison.Ordinal))
            {
                CommonRules.CheckText(text, path, faults);
            }

            CheckDates(text, path, year, faults);
        }
    }

    private static void CheckDates(string text, string path, int year, FaultList faults)
    {
        int month = 0;
        foreach (Match match in JapaneseDate().Matches(Folding.Plain(text)))
        {
            year = match.Groups["year"] is { Success: true } stated ? Number(stated) : year;
            month = match.Groups["month"] is { Success: true } named ? Number(named) : month;
            CheckDay(match.Value, year, month, Number(match.Groups["day"]), Weekdays.IndexOf(match.Groups["weekday"].Value, StringComparison.Ordinal), path, faults);
        }

        foreach (Match match in EnglishDate().Matches(text))
        {
            int spelled = Array.IndexOf(DateTimeFormatInfo.InvariantInfo.MonthNames, match.Groups["month"].Value) + 1;
            CheckDay(match.Value, Number(match.Groups["year"]), spelled, Number(match.Groups["day"]), Array.IndexOf(DateTimeFormatInfo.InvariantInfo.DayNames, match.Groups["weekday"].Value), path, faults);
        }
    }

    private static void CheckDay(string printed, int year, int month, int day, int weekday, string path, FaultList faults)
    {
        if (month == 0)
        {
            return;
        }

        if (month > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            faults.Add(path, $"prints '{printed}', and there is no such day in {year}");
            return;
        }

        DateOnly date = new(year, month, day);
        faults.AddUnless((int)date.DayOfWeek == weekday, path, $"prints '{printed}', but {date:yyyy-MM-dd} is a {date.DayOfWeek} ({Weekdays[(int)date.DayOfWeek]})");
    }

    private static IEnumerable<(string Path, string Text)> TextsOf(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TextsOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, index) => TextsOf(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))),
        JsonValueKind.String => [(path, value.GetString()!)],
        _ => [],
    };

    /// <summary>A date that is printed without a year is of the year in which it all began.</summary>
    private static int YearOf(JsonElement root)
    {
        foreach ((string part, string member) in new[] { ("cause", "occurredOn"), ("period", "startsOn") })
        {
            if (root.TryGetProperty(part, out JsonElement holder) && holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(member, out JsonElement day)
                && day.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly found))
            {
                return found.Year;
            }
        }

        return DateOnly.MinValue.Year;
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?:(?:(?<year>[12][0-9]{3})年 ?)?(?<month>[0-9]{1,2}) ?(?:月 ?|/))?(?<![0-9])(?<day>[0-9]{1,2})日? ?\((?<weekday>[日月火水木金土])(?:曜日?)?(?:・?祝日?)?\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JapaneseDate();

    [GeneratedRegex(
        @"\b(?<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),? (?<day>[0-9]{1,2}) (?<month>January|February|March|April|May|June|July|August|September|October|November|December),? (?<year>[12][0-9]{3})\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnglishDate();
}
