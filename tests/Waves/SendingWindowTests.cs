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

    private static DateTimeOffset Japan(string text) =>
        new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), JapanTime.Offset).ToUniversalTime();
}
