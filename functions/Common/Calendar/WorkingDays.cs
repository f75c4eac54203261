namespace Compensation.Common.Calendar;

/// <summary>A calendar of days on which something is done. Never before Monday, never on a holiday.</summary>
/// <remarks>Banks also close from 31 December to 3 January; 30 December is one of their business days (Banking Act, Article 15, and its Order, Article 5).</remarks>
public sealed class WorkingDays
{
    private readonly Func<DateOnly, bool> _isClosedBesides;

    private WorkingDays(Func<DateOnly, bool> isClosedBesides) => _isClosedBesides = isClosedBesides;

    /// <summary>Of offices: Monday to Friday without holidays.</summary>
    public static WorkingDays Offices { get; } = new(_ => false);

    /// <summary>Of banks.</summary>
    public static WorkingDays Banks { get; } = new(day => day is { Month: 12, Day: 31 } or { Month: 1, Day: <= 3 });

    /// <exception cref="BeyondHorizonException">The table of holidays does not know of the day.</exception>
    public bool Include(DateOnly day) =>
        !JapaneseHolidays.Includes(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_isClosedBesides(day);

    /// <summary>The day itself, or the first one after it.</summary>
    /// <exception cref="BeyondHorizonException">The table of holidays ends before it.</exception>
    public DateOnly OnOrAfter(DateOnly day) => Include(day) ? day : OnOrAfter(day.AddDays(1));

    /// <summary>So many days after a day, which itself does not count; 0 is the day itself, or the first one after it.</summary>
    /// <exception cref="BeyondHorizonException">The table of holidays ends before it.</exception>
    public DateOnly After(DateOnly day, int count)
    {
        DateOnly found = OnOrAfter(day);
        for (int left = Include(day) ? count : count - 1; left > 0; left--)
        {
            found = OnOrAfter(found.AddDays(1));
        }

        return found;
    }
}
