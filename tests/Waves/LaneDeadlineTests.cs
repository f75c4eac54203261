using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

/// <summary>From its deadline on a lane serves nobody: it hands over who is left, and ends.</summary>
public class LaneDeadlineTests
{
    private static readonly DateTimeOffset Start = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Deadline = Start.AddHours(1);

    [Fact]
    public void A_page_is_due_at_the_deadline_at_the_latest()
    {
        LaneState lane = Lane() with { NotBefore = Start.AddDays(1) };

        Assert.Equal(Deadline, lane.NextDue());
        Assert.Equal(Start.AddDays(1), (lane with { Plan = lane.Plan with { Deadline = null } }).NextDue());
    }

    [Theory]
    [InlineData(-1, false, 10)]
    [InlineData(0, true, 500)]
    public void From_the_deadline_on_pages_say_so_and_keep_no_pace(long ticks, bool isOver, int take)
    {
        WavePage page = Lane().Next(Deadline.AddTicks(ticks)).Page;

        Assert.Equal((isOver, take), (page.IsOver, page.Take));
    }

    [Fact]
    public void A_page_after_the_deadline_is_never_handed_over_again()
    {
        PageOutcome stubborn = new(Counters.None, RepeatAt: Deadline.AddMinutes(15)) { Halted = true, HeldBack = new HeldBack("sms", Deadline.AddDays(1)) };
        LaneState lane = Lane() with { Backlog = new Backlog("sms", LaneCursor.Start) };
        for (int page = 0; page < 4 && !lane.IsAtEnd; page++)
        {
            lane = lane.After(lane.Next(Deadline), new WorkedPage(10, stubborn with { HeldBack = null }, null), Deadline);
        }

        Assert.True(lane.IsAtEnd);
    }

    private static LaneState Lane() => LaneState.Of(Plan(), lane: 0, pass: 1) with { Front = new LaneCursor(0, EntitlementId.FromValue(5)) };

    private static WavePlan Plan() => new(
        CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Start, Start.AddDays(9), TimeOnly.MinValue, TimeOnly.MinValue),
        Spread: false, PageSize: 500, Lanes: 1, [30, 30])
    {
        Deadline = Deadline,
        PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 10 },
    };
}
