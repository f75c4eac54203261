using Compensation.Common;
using Compensation.Waves;
using Microsoft.DurableTask;
using Moq;

namespace Compensation.Tests.Waves;

/// <summary>Nobody is written to out of the day's hours, however early or late timers fire.</summary>
public class LaneHoursTests
{
    private static readonly TimeOnly Opens = new(10, 0);
    private static readonly TimeOnly Closes = new(20, 0);
    private static readonly DateTimeOffset Evening = JapanTime.At(new DateOnly(2023, 4, 10), Closes);

    [Theory]
    [InlineData(0, -500, -500)]
    [InlineData(0, -100, -100)]
    [InlineData(400, -5_000, -4_400)]
    [InlineData(400, -100, 14 * 3_600_000 + 600)]
    public async Task A_page_that_is_due_in_the_days_last_second_waits_for_the_morning_if_that_has_passed(int earlyMilliseconds, int dueMilliseconds, int workedMilliseconds)
    {
        HastyClock clock = new(Evening.AddHours(-1), TimeSpan.FromMilliseconds(earlyMilliseconds));
        List<DateTimeOffset> worked = [];
        clock.Mock.Setup(context => context.GetInput<LaneState>()).Returns(LaneState.Of(Plan(), lane: 0, pass: 1) with { NotBefore = Evening.AddMilliseconds(dueMilliseconds) });
        clock.Mock.Setup(context => context.CallActivityAsync<WorkedPage>(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>())).Returns(() =>
        {
            worked.Add(clock.Now);
            return Task.FromResult(new WorkedPage(1, new PageOutcome(Counters.None), null));
        });

        await WalkWaveLane.Run(clock.Context).InTimeAsync();

        Assert.Equal(Evening.AddMilliseconds(workedMilliseconds), Assert.Single(worked));
    }

    private static WavePlan Plan() => new(
        CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Evening.AddDays(-1), Evening.AddDays(9), Opens, Closes),
        Spread: false, PageSize: 500, Lanes: 1, [30]);
}
