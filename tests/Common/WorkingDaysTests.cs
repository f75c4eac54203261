using Compensation.Common.Calendar;

namespace Compensation.Tests.Common;

public class WorkingDaysTests
{
    [Theory]
    [InlineData("2023-04-28", true)]
    [InlineData("2023-04-29", false)] // Showa Day, a Saturday
    [InlineData("2023-05-01", true)]
    [InlineData("2023-05-03", false)]
    [InlineData("2023-05-08", true)]
    [InlineData("2023-12-29", true)]
    [InlineData("2022-12-30", true)] // banks open
    [InlineData("2024-12-31", false)]
    [InlineData("2024-01-03", false)]
    [InlineData("2024-01-04", true)]
    [InlineData("2024-02-12", false)] // in lieu of Sunday the 11th
    public void Banks_open_on_their_business_days(string day, bool open) => Assert.Equal(open, WorkingDays.Banks.Include(Day(day)));

    [Theory]
    [InlineData("2024-01-02", true)]
    [InlineData("2024-12-31", true)]
    [InlineData("2024-01-01", false)]
    [InlineData("2023-07-17", false)]
    [InlineData("2023-07-22", false)]
    public void Offices_know_holidays_and_weekends_only(string day, bool open) => Assert.Equal(open, WorkingDays.Offices.Include(Day(day)));

    [Theory]
    [InlineData("2023-04-28", 1, "2023-05-01")]
    [InlineData("2023-05-02", 1, "2023-05-08")]
    [InlineData("2023-05-03", 1, "2023-05-08")]
    [InlineData("2023-05-03", 0, "2023-05-08")]
    [InlineData("2023-05-08", 0, "2023-05-08")]
    [InlineData("2023-12-29", 1, "2024-01-04")]
    [InlineData("2023-12-29", 2, "2024-01-05")]
    public void Days_are_counted_over_what_is_closed(string from, int count, string expected) => Assert.Equal(Day(expected), WorkingDays.Banks.After(Day(from), count));

    [Fact]
    public void What_the_table_does_not_know_is_not_guessed()
    {
        BeyondHorizonException refused = Assert.Throws<BeyondHorizonException>(() => WorkingDays.Banks.Include(JapaneseHolidays.Horizon.AddDays(1)));

        Assert.Equal("Nothing is known of holidays on 2051-01-01: the table reaches from 2020-01-01 to 2050-12-31.", refused.Message);
        Assert.Throws<BeyondHorizonException>(() => WorkingDays.Banks.After(new DateOnly(2050, 12, 30), 1));
    }

    [Fact]
    public void A_day_is_the_same_wherever_the_machine_stands() => Assert.True(JapaneseHolidays.Includes(new DateOnly(2023, 2, 23)) && !JapaneseHolidays.Includes(new DateOnly(2023, 2, 24)));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
