using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>
/// Holds what a notice prints of days against the days that the file computes with: people compare the one, the app acts by the other. For a file's author; a campaign that is under way is not stopped by it.
/// </summary>
internal static partial class PrintedPeriods
{
    private const int FirstOfReiwa = 2019;

    /// <summary>How far from a day that is printed with ごろ.</summary>
    private const int AboutDays = 7;

    public static void Check(CompensationFile file, FaultList faults)
    {
        foreach ((int index, WaveFile wave) in file.Waves.Index())
        {
            CheckPeriod(wave.PeriodAsPrinted, $"waves[{index}].periodAsPrinted", new FileDay($"waves[{index}].startsOn", wave.StartsOn), new FileDay($"waves[{index}].endsOn", wave.EndsOn), faults);
        }

        if (file.BankTransfer is { } transfer)
        {
            CheckPeriod(transfer.PeriodAsPrinted, "bankTransfer.periodAsPrinted", new FileDay("bankTransfer.startsOn", transfer.StartsOn), new FileDay("bankTransfer.transfersEndOn", transfer.TransfersEndOn), faults);
            CheckNames(transfer.Text, "bankTransfer.text", new FileDay("bankTransfer.opensOn", transfer.OpensOn), faults);
        }

        PrintedHours.Check(file.CallCentre, faults);
        CheckHoursDays(file.CallCentre, faults);
        CheckNames(file.Cause.Text, "cause.text", new FileDay("cause.occurredOn", file.Cause.OccurredOn), faults);
        CheckNames(file.Extension.Text, "extension.text", new FileDay("extension.until", file.Extension.Until), faults);
        CheckNames(file.Cutoff.Text, "cutoff.text", new FileDay("cutoff.on", file.Cutoff.On), faults);
        CheckNames(file.DoubleCharge.Remedy, "doubleCharge.remedy", new FileDay("doubleCharge.restoredUntil", file.DoubleCharge.RestoredUntil), faults);
        CheckNames(file.Eligibility.CaseA, "eligibility.caseA", new FileDay("eligibility.couponExpiry", file.Eligibility.CouponExpiry), faults);
        CheckNames(file.Eligibility.CaseA, "eligibility.caseA", new FileDay("eligibility.firstExtendedTo", file.Eligibility.FirstExtendedTo), faults);
    }

    public static void Check(PointsAwardFile file, FaultList faults) =>
        CheckPeriod(file.Grant.PeriodAsPrinted, "grant.periodAsPrinted", new FileDay("grant.startsOn", file.Grant.StartsOn), new FileDay("grant.endsOn", file.Grant.EndsOn), faults);

    /// <summary>The first day that is printed is when it begins, unless it stands behind まで or a dash; the second, or that one, is when it ends. More say nothing to a machine.</summary>
    private static void CheckPeriod(string? printed, string field, FileDay starts, FileDay ends, FaultList faults)
    {
        PrintedDay[] days = [.. DaysIn(printed ?? string.Empty, yearGoesOn: true)];
        if (days is [{ IsEnd: true } only])
        {
            CheckDay(only, field, ends, faults);
        }
        else if (days.Length is 1 or 2)
        {
            CheckDay(days[0], field, starts, faults);
            if (days.Length == 2)
            {
                CheckDay(days[1], field, ends, faults);
            }
        }
    }

    private static void CheckDay(PrintedDay printed, string field, FileDay day, FaultList faults) => faults.AddUnless(
        printed.Covers(day.On), field, string.Create(CultureInfo.InvariantCulture, $"prints '{printed.Text}', but {day.Name} is {day.On:yyyy-MM-dd}; expected the same of both"));

    /// <summary>A sentence may name other days too; where it names any, this one is among them.</summary>
    private static void CheckNames(string text, string field, FileDay day, FaultList faults)
    {
        PrintedDay[] days = [.. DaysIn(text, yearGoesOn: false).Where(printed => printed.IsExact)];
        faults.AddUnless(
            days.Length == 0 || days.Any(printed => printed.Covers(day.On)),
            field,
            string.Create(CultureInfo.InvariantCulture, $"prints {string.Join(", ", days.Select(printed => $"'{printed.Text}'").Distinct(StringComparer.Ordinal))}, but {day.Name} is {day.On:yyyy-MM-dd}; expected that day in it"));
    }

    /// <summary>A day or a month that is printed beside hours is one from which, or until which, some of the hours hold.</summary>
    private static void CheckHoursDays(CallCentreFile centre, FaultList faults)
    {
        DateOnly[] stated = [.. centre.Openings.SelectMany(opening => new[] { opening.From, opening.Until }).OfType<DateOnly>()];
        foreach (PrintedDay printed in DaysIn(PrintedHours.WithoutExceptions(centre.HoursAsPrinted), yearGoesOn: true))
        {
            faults.AddUnless(
                stated.Any(printed.Covers),
                "callCentre.hoursAsPrinted",
                $"prints '{printed.Text}', but no hours in callCentre.openings begin or end then; expected a from or an until");
        }
    }

    /// <param name="text">Of a notice.</param>
    /// <param name="yearGoesOn">Whether the days follow one another, so that a year holds for the next too, and January behind December is of the next.</param>
    private static IEnumerable<PrintedDay> DaysIn(string text, bool yearGoesOn)
    {
        string plain = Folding.Plain(text);
        (int? year, int month) = (null, 0);
        foreach (Match match in Printed().Matches(plain))
        {
            int before = month;
            month = match.Groups["month"] is { Success: true } named ? Number(named) : month;
            year = match.Groups["year"] is { Success: true } stated ? Number(stated)
                : match.Groups["reiwa"] is { Success: true } reiwa ? FirstOfReiwa - 1 + (reiwa.Value == "元" ? 1 : Number(reiwa))
                : !yearGoesOn ? null
                : month < before ? year + 1
                : year;
            if (month is >= 1 and <= 12)
            {
                bool leadsUp = match.Index > 0 && plain[match.Index - 1] is '~' or '〜' or '-' or '→';
                yield return new PrintedDay(match.Groups["text"].Value, year, month, match.Groups["day"] is { Success: true } day ? Number(day) : null, match.Groups["part"].Value)
                {
                    IsAbout = match.Groups["about"].Success,
                    IsEnd = match.Groups["until"].Success || leadsUp,
                };
            }
        }
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>Days by either calendar, with or without a day of the week, and parts of a month such as 上旬; a day alone is of the month before it.</summary>
    [GeneratedRegex(
        "(?<text>(?<year>[12][0-9]{3})[.-](?<month>[0-9]{1,2})[.-](?<day>[0-9]{1,2})(?![0-9:])"
        + "|(?:(?:(?<year>[12][0-9]{3})|(?:令和|(?<![A-Za-z])R) ?(?<reiwa>[0-9]{1,2}|元))(?:年 ?|[/.]))?(?<![0-9:])(?<month>[0-9]{1,2}) ?"
        + "(?:月 ?の?(?<part>上旬|初旬|初め|はじめ|中旬|半ば|なかば|下旬|末|中|(?=以降|から|より))|(?:月 ?|/|(?<=R ?[0-9]{1,2}\\.[0-9]{1,2})\\.)(?<day>[0-9]{1,2})(?![0-9:])日?)"
        + "|(?<![0-9月/.:-])(?<day>[0-9]{1,2})日(?!間|以内|後|前))(?:\\([^)]*\\))?(?:[0-9]{1,2}:[0-9]{2})?(?<about>ごろ|頃)?(?<until>まで)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();

    /// <summary>A day that the file states.</summary>
    private sealed record FileDay(string Name, DateOnly On);

    /// <summary>A day, or a part of a month, as a notice prints it; of any year where none is printed.</summary>
    private sealed record PrintedDay(string Text, int? Year, int Month, int? Day, string Part)
    {
        public bool IsAbout { get; init; }

        public bool IsEnd { get; init; }

        /// <summary>Whether it is a day beyond doubt: not ごろ, nor a fraction such as 2/3.</summary>
        public bool IsExact => Day is not null && !IsAbout && (Year is not null || Text.Contains('月', StringComparison.Ordinal));

        public bool Covers(DateOnly day)
        {
            int year = Year ?? day.Year;
            int last = DateTime.DaysInMonth(year, Month);
            (int from, int to) = (Day, Part) switch
            {
                ({ } only, _) => (only, only),
                (_, "" or "中") => (1, last),
                (_, "上旬" or "初旬" or "初め" or "はじめ") => (1, 10),
                (_, "中旬" or "半ば" or "なかば") => (11, 20),
                _ => (21, last),
            };
            if (from < 1 || to > last)
            {
                // There is no such day; where a weekday is printed beside it, that is said already.
                return false;
            }

            int about = IsAbout ? AboutDays : 0;
            DateOnly first = new DateOnly(year, Month, from).AddDays(-about);
            return day >= first && day <= new DateOnly(year, Month, to).AddDays(about);
        }
    }
}
