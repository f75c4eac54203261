using System.Globalization;

namespace Compensation.Emulators.Bank.Calendar;

/// <summary>When Japanese banks are open: Monday to Friday without holidays, 30 December too, 31 December to 3 January not.</summary>
internal static class BusinessDays
{
    private static readonly TimeSpan s_japan = TimeSpan.FromHours(9);
    private static readonly HashSet<DateOnly> s_holidays = [.. Read()];

    public static bool Include(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !s_holidays.Contains(day) && day is not ({ Month: 12, Day: 31 } or { Month: 1, Day: <= 3 });

    /// <summary>So many business days after a day; negative: before it.</summary>
    public static DateOnly Shifted(DateOnly day, int count)
    {
        for (int left = Math.Abs(count); left > 0; left -= Include(day) ? 1 : 0)
        {
            day = day.AddDays(Math.Sign(count));
        }

        return day;
    }

    public static DateTime InJapan(DateTimeOffset instant) => instant.ToOffset(s_japan).DateTime;

    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), s_japan);

    private static IEnumerable<DateOnly> Read()
    {
        using StreamReader lines = new(typeof(BusinessDays).Assembly.GetManifestResourceStream("holidays.tsv")!);
        while (lines.ReadLine() is { } line)
        {
            if (DateOnly.TryParseExact(line.Split('\t')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                yield return day;
            }
        }
    }
}
