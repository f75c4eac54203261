using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>
/// Holds the call centre's hours as a notice prints them against those that the file states: people ring by the one, the English pages and the console go by the other. What is printed as an exception (を除く)
/// cannot be stated, and is passed over; so is a text in which no hours are found.
/// </summary>
internal static partial class PrintedHours
{
    private const string Field = "callCentre.hoursAsPrinted";

    public static void Check(CallCentreFile centre, FaultList faults)
    {
        string printed = Weekday().Replace(WithoutExceptions(centre.HoursAsPrinted), string.Empty);
        CheckTimes(printed, centre.Openings, faults);
        CheckDays(printed, centre.Openings, faults);
    }

    /// <summary>The text as a machine writes it, without what it says of times at which nobody answers.</summary>
    public static string WithoutExceptions(string printed) => Exceptions().Replace(Folding.Plain(printed), string.Empty);

    private static void CheckTimes(string printed, IReadOnlyList<OpeningFile> openings, FaultList faults)
    {
        Hours[] said = [.. Spans().Matches(printed).Select(match => new Hours(TimeIn(match, "f"), TimeIn(match, "t"))).Distinct()];
        Hours[] stated = [.. openings.Select(opening => new Hours(opening.Opens, opening.Closes)).Distinct()];
        if (said.Length == 0)
        {
            return;
        }

        foreach (Hours one in said.Except(stated))
        {
            faults.Add(Field, $"prints the hours {one}, but callCentre.openings has {string.Join(", ", stated)}; expected the same of both");
        }

        foreach (Hours one in stated.Except(said))
        {
            faults.Add(Field, $"does not print the hours {one}, which callCentre.openings has; expected the same of both");
        }
    }

    private static void CheckDays(string printed, IReadOnlyList<OpeningFile> openings, FaultList faults)
    {
        bool isOpen = openings.Any(opening => opening.Days == DayKind.WeekendsAndHolidays);
        if (Weekends().IsMatch(printed))
        {
            faults.AddUnless(isOpen, Field, "prints weekends or holidays, but callCentre.openings has no \"weekendsAndHolidays\"; expected the same of both");
        }
        else if (printed.Contains("平日", StringComparison.Ordinal))
        {
            faults.AddUnless(!isOpen, Field, "prints weekdays only (平日), but callCentre.openings has \"weekendsAndHolidays\" too; expected the same of both");
        }
    }

    private static TimeOnly TimeIn(Match span, string end)
    {
        int hour = int.Parse(span.Groups[$"{end}hour"].ValueSpan, CultureInfo.InvariantCulture);
        int minute = span.Groups[$"{end}minute"] is { Success: true } minutes ? int.Parse(minutes.ValueSpan, CultureInfo.InvariantCulture) : span.Groups[$"{end}30"].Success ? 30 : 0;
        return new TimeOnly(span.Groups[$"{end}half"].Value == "午後" && hour < 12 ? hour + 12 : hour, minute);
    }

    /// <summary>From the first to the last of the words in which something is excepted: in brackets, or up to a blank, a sentence's end or a bracket.</summary>
    [GeneratedRegex(@"\([^()]*(?:除|休業|休み|定休)[^()]*\)|[^()。\s]*(?:除|休業|休み|定休)[^()。\s]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exceptions();

    /// <summary>Of a date, which is no day on which the call centre opens each week.</summary>
    [GeneratedRegex(@"(?<=[日0-9])\([日月火水木金土](?:曜日?)?(?:・?祝日?)?\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Weekday();

    [GeneratedRegex("土|日曜|日祝|祝|休日|無休|毎日|連日|全日", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Weekends();

    /// <summary>From and to, in digits with a colon or with 時 and 分.</summary>
    [GeneratedRegex(
        "(?<fhalf>午前|午後)?(?<![0-9:])(?<fhour>[01]?[0-9]|2[0-3])(?::(?<fminute>[0-5][0-9])(?![0-9])|時(?:(?<fminute>[0-5]?[0-9])分|(?<f30>半))?) ?(?:~|〜|-|→|から) ?"
        + "(?<thalf>午前|午後)?(?<![0-9:])(?<thour>[01]?[0-9]|2[0-3])(?::(?<tminute>[0-5][0-9])(?![0-9])|時(?:(?<tminute>[0-5]?[0-9])分|(?<t30>半))?)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spans();

    private readonly record struct Hours(TimeOnly Opens, TimeOnly Closes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Opens:HH\\:mm} to {Closes:HH\\:mm}");
    }
}
