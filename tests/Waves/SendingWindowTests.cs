using System.Globalization;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

public class SendingWindowTests
{
    private static readonly SendingWindow TwoDays = new(Japan("2023-04-10 00:00"), Japan("2023-04-12 00:00"), new TimeOnly(9, 0), new TimeOnly(20, 0));

    [Fact]
    public void Working_time_counts_only_the_days_hours() => Assert.Equal(TimeSpan.FromHours(22), TwoDays.WorkingTime);

    [Theory]
    [InlineData(0, 4, "2023-04-10 09:00")]
    [InlineData(1, 4, "2023-04-10 14:30")]
    [InlineData(2, 4, "2023-04-11 09:00")]
    [InlineData(3, 4, "2023-04-11 14:30")]
    public void Parts_are_spread_evenly_over_the_hours(long part, long parts, string expected) =>
        Assert.Equal(Japan(expected), TwoDays.InstantOf(part, parts));

    [Fact]
    public void A_part_beyond_the_end_falls_on_the_next_opening() =>
        Assert.Equal(Japan("2023-04-12 09:00"), TwoDays.InstantOf(5, 4));

    [Theory]
    [InlineData("2023-04-09 12:00", "2023-04-10 09:00")]
    [InlineData("2023-04-10 08:59", "2023-04-10 09:00")]
    [InlineData("2023-04-10 09:00", "2023-04-10 09:00")]
    [InlineData("2023-04-10 19:59", "2023-04-10 19:59")]
    [InlineData("2023-04-10 20:00", "2023-04-11 09:00")]
    [InlineData("2023-04-12 23:00", "2023-04-13 09:00")]
    public void Nobody_is_written_to_outside_the_hours(string instant, string expected) =>
        Assert.Equal(Japan(expected), TwoDays.NextOpening(Japan(instant)));

    [Fact]
    public void A_window_without_hours_is_open_all_day()
    {
        SendingWindow always = new(Japan("2023-06-01 00:00"), DateTimeOffset.MaxValue, TimeOnly.MinValue, TimeOnly.MinValue);

        Assert.Equal(Japan("2023-06-01 03:00"), always.NextOpening(Japan("2023-06-01 03:00")));
    }

    [Fact]
    public void A_window_that_opens_at_noon_does_not_work_in_that_mornings_hours()
    {
        SendingWindow noon = TwoDays with { StartsAt = Japan("2023-04-10 12:00") };

        Assert.Equal(TimeSpan.FromHours(19), noon.WorkingTime);
        Assert.Equal(Japan("2023-04-10 12:00"), noon.InstantOf(0, 1));
    }

    [Fact]
    public void A_window_without_hours_is_worked_in_from_its_start_to_its_end()
    {
        SendingWindow always = new(Japan("2023-06-01 03:00"), Japan("2023-06-02 04:00"), new TimeOnly(9, 0), new TimeOnly(9, 0));

        Assert.Equal(TimeSpan.FromHours(25), always.WorkingTime);
        Assert.Equal(Japan("2023-06-01 13:00"), always.InstantOf(2, 5));
        Assert.Equal(Japan("2023-06-02 04:00"), always.InstantOf(5, 5));
        Assert.Equal(TimeSpan.Zero, (always with { EndsAt = always.StartsAt }).WorkingTime);
        Assert.Equal(TimeSpan.Zero, (always with { EndsAt = Japan("2023-05-31 03:00") }).WorkingTime);
    }

    [Fact]
    public void Of_no_parts_all_fall_on_the_start() => Assert.Equal(Japan("2023-04-10 09:00"), TwoDays.InstantOf(3, 0));

    [Theory]
    [InlineData("2023-04-10 09:00", 0, "2023-04-10 09:00")]
    [InlineData("2023-04-10 09:00", 10, "2023-04-10 19:00")]
    [InlineData("2023-04-10 09:00", 11, "2023-04-10 20:00")]
    [InlineData("2023-04-10 09:00", 12, "2023-04-11 10:00")]
    [InlineData("2023-04-10 15:00", 6, "2023-04-11 10:00")]
    [InlineData("2023-04-10 22:00", 1, "2023-04-11 10:00")]
    [InlineData("2023-04-09 08:00", 1, "2023-04-10 10:00")]
    [InlineData("2023-04-11 19:00", 24, "2023-04-14 10:00")]
    public void Work_goes_on_in_the_hours_of_the_days_that_follow(string start, int hours, string expected) =>
        Assert.Equal(Japan(expected), TwoDays.After(Japan(start), TimeSpan.FromHours(hours)));

    [Fact]
    public void Work_without_hours_goes_on_through_the_night()
    {
        SendingWindow always = TwoDays with { DayStart = TimeOnly.MinValue, DayEnd = TimeOnly.MinValue };

        Assert.Equal(Japan("2023-04-13 22:00"), always.After(Japan("2023-04-11 22:00"), TimeSpan.FromHours(48)));
    }

    private static DateTimeOffset Japan(string text) =>
        new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), JapanTime.Offset).ToUniversalTime();
}
