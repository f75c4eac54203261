using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Compensation.Common.Calendar;

/// <summary>Japan's public holidays, as dates without a time zone. Made by <c>refresh-holidays.mjs</c>, which names the source.</summary>
public static class JapaneseHolidays
{
    private static readonly FrozenSet<DateOnly> s_days = Read();

    /// <summary>The first day of which the table knows.</summary>
    public static DateOnly First { get; } = new(s_days.Min().Year, 1, 1);

    /// <summary>The last day of which the table knows. What is beyond it must not be guessed.</summary>
    public static DateOnly Horizon { get; } = new(s_days.Max().Year, 12, 31);

    /// <exception cref="BeyondHorizonException">The table does not know of the day.</exception>
    public static bool Includes(DateOnly day) => day >= First && day <= Horizon ? s_days.Contains(day) : throw new BeyondHorizonException(day);

    private static FrozenSet<DateOnly> Read()
    {
        using Stream table = Assembly.GetExecutingAssembly().GetManifestResourceStream("holidays.tsv") ?? throw new InvalidOperationException("holidays.tsv is not part of this build.");
        using StreamReader lines = new(table);
        HashSet<DateOnly> days = [];
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                days.Add(DateOnly.ParseExact(line.AsSpan(0, line.IndexOf('\t', StringComparison.Ordinal)), "yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        return days.ToFrozenSet();
    }
}

/// <summary>The table of holidays ends before the day that was asked for: it has to be renewed.</summary>
public sealed class BeyondHorizonException : Exception
{
    public BeyondHorizonException()
    {
    }

    public BeyondHorizonException(string message)
        : base(message)
    {
    }

    public BeyondHorizonException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BeyondHorizonException(DateOnly day)
        : base($"Nothing is known of holidays on {day:yyyy-MM-dd}: the table reaches from {JapaneseHolidays.First:yyyy-MM-dd} to {JapaneseHolidays.Horizon:yyyy-MM-dd}.")
    {
    }
}
