using Compensation.Common;

namespace Compensation.Waves;

/// <summary>From when until when (exclusive) a wave may work, and in which part of each day in Japan.</summary>
/// <param name="StartsAt">UTC.</param>
/// <param name="EndsAt">UTC, exclusive.</param>
/// <param name="DayStart">The first minute of a day's part; midnight together with an equal <paramref name="DayEnd"/> means all day.</param>
/// <param name="DayEnd">The exclusive end of a day's part.</param>
public sealed record SendingWindow(DateTimeOffset StartsAt, DateTimeOffset EndsAt, TimeOnly DayStart, TimeOnly DayEnd)
{
    private bool AllDay => DayStart == DayEnd;

    /// <summary>How much working time the window holds.</summary>
    public TimeSpan WorkingTime => new(Stretches().Sum(stretch => (stretch.End - stretch.Start).Ticks));

    /// <summary>The instant that lies <paramref name="part"/> of <paramref name="parts"/> into the working time.</summary>
    public DateTimeOffset InstantOf(long part, long parts)
    {
        long ticks = parts == 0 ? 0 : (long)((decimal)WorkingTime.Ticks * part / parts);
        foreach ((DateTimeOffset start, DateTimeOffset end) in Stretches())
        {
            long length = (end - start).Ticks;
            if (ticks < length)
            {
                return start.AddTicks(ticks);
            }

            ticks -= length;
        }

        return NextOpening(EndsAt);
    }

    /// <summary>The instant at which so much working time has passed since another; the window's end does not bound it.</summary>
    public DateTimeOffset After(DateTimeOffset start, TimeSpan work)
    {
        if (AllDay)
        {
            return start + work;
        }

        DateTimeOffset instant = NextOpening(start);
        while (JapanTime.At(instant.DateInJapan(), DayEnd) - instant is var left && work > left)
        {
            work -= left;
            instant = JapanTime.At(instant.DateInJapan().AddDays(1), DayStart);
        }

        return instant + work;
    }

    /// <summary>The first instant not before <paramref name="instant"/> at which people may be written to; after the window's end too, for what is left over.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset instant)
    {
        DateTimeOffset earliest = instant < StartsAt ? StartsAt : instant;
        if (AllDay)
        {
            return earliest;
        }

        DateOnly day = earliest.DateInJapan();
        if (earliest >= JapanTime.At(day, DayEnd))
        {
            return JapanTime.At(day.AddDays(1), DayStart);
        }

        DateTimeOffset opening = JapanTime.At(day, DayStart);
        return earliest < opening ? opening : earliest;
    }

    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Stretches()
    {
        if (AllDay)
        {
            return StartsAt < EndsAt ? [(StartsAt, EndsAt)] : [];
        }

        return DayParts();
    }

    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> DayParts()
    {
        for (DateOnly day = StartsAt.DateInJapan(); JapanTime.StartOf(day) < EndsAt; day = day.AddDays(1))
        {
            DateTimeOffset start = Later(JapanTime.At(day, DayStart), StartsAt);
            DateTimeOffset end = Earlier(JapanTime.At(day, DayEnd), EndsAt);
            if (start < end)
            {
                yield return (start, end);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
