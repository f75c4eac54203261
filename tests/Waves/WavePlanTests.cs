using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

public class WavePlanTests
{
    private static readonly DateTimeOffset Start = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_shard_is_walked_by_exactly_one_lane()
    {
        WavePlan plan = Plan(lanes: 3, perMinute: 0, [5, 5, 5, 5, 5, 5, 5]);

        IEnumerable<int> walked = Enumerable.Range(0, plan.Lanes).SelectMany(plan.ShardsOf);

        Assert.Equal(Enumerable.Range(0, 7), walked.Order());
    }

    [Theory]
    [InlineData(0, 1, 500)]
    [InlineData(600, 1, 500)]
    [InlineData(600, 4, 150)]
    [InlineData(2, 4, 1)]
    public void A_page_is_no_more_than_the_lanes_share_of_a_minute(int perMinute, int lanes, int take) =>
        Assert.Equal(take, Plan(lanes, perMinute, [1000]).Take);

    [Fact]
    public void Pages_of_all_lanes_together_keep_the_pace()
    {
        WavePlan plan = Plan(lanes: 4, perMinute: 600, [1000, 1000, 1000, 1000]);

        double perMinute = plan.Lanes * plan.Take / plan.IntervalAfter(new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = plan.Take }).TotalMinutes;

        Assert.Equal(600, perMinute, precision: 6);
    }

    [Fact]
    public void What_has_been_sent_of_several_kinds_is_waited_for_as_long_as_the_slowest_of_them_asks_and_the_rarest_bounds_the_page()
    {
        WavePlan plan = Plan(lanes: 2, perMinute: 0, [1000]) with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 60, ["email"] = 600 } };

        TimeSpan[] waits = [.. new[] { (30, 30), (1, 600), (0, 0) }.Select(sent => plan.IntervalAfter(new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = sent.Item1, ["email"] = sent.Item2, ["letters"] = 1000 }))];

        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.Zero], waits);
        Assert.Equal(TimeSpan.Zero, plan.IntervalAfter(Counters.None));
        Assert.Equal(30, plan.Take);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(501, 2)]
    [InlineData(1000, 2)]
    public void A_shard_has_as_many_pages_as_it_takes(int people, int pages)
    {
        WavePlan plan = Plan(lanes: 2, perMinute: 0, [people, 1, 500]);

        Assert.Equal((pages, pages + 1, 1), (plan.PagesOf(0), plan.PagesOfLane(0), plan.PagesOfLane(1)));
    }

    [Fact]
    public void Pages_that_are_spread_have_their_places_in_the_window_and_others_are_due_at_its_beginning()
    {
        WavePlan plan = Plan(lanes: 1, perMinute: 0, [2000]);

        Assert.Equal([0, 5.5, 24, 29.5], Enumerable.Range(0, 4).Select(page => (plan.SlotOf(0, page) - Start).TotalHours));
        Assert.All(Enumerable.Range(0, 4), page => Assert.Equal(Start, (plan with { Spread = false }).SlotOf(0, page)));
    }

    [Fact]
    public void Nothing_is_waited_for_beyond_the_deadline()
    {
        WavePlan plan = Plan(lanes: 1, perMinute: 0, [1]) with { Deadline = Start };

        Assert.Equal([Start.AddTicks(-1), Start, Start], new[] { -1, 0, 1 }.Select(ticks => plan.DueBy(Start.AddTicks(ticks))));
        Assert.Equal(Start.AddTicks(1), (plan with { Deadline = null }).DueBy(Start.AddTicks(1)));
    }

    [Fact]
    public void A_page_to_be_repeated_keeps_its_place()
    {
        LaneState state = LaneState.Of(Plan(1, 0, [10]), lane: 0, pass: 0);
        DateTimeOffset again = Start.AddMinutes(7);

        LaneState after = After(state, new WorkedPage(10, new PageOutcome(Counters.None, again, Deferred: 3), Next: null));

        Assert.Equal((LaneCursor.Start with { NotBefore = again }, 0, 0, again), (after.Front, after.PagesDone, after.Deferred, after.NextDue()));
    }

    [Fact]
    public void A_full_page_moves_the_cursor_and_the_last_page_moves_to_the_next_shard()
    {
        LaneState state = LaneState.Of(Plan(1, 0, [600, 1]), lane: 0, pass: 0);
        EntitlementId last = EntitlementId.FromValue(77);

        LaneState middle = After(state, new WorkedPage(500, new PageOutcome(Counters.None, Deferred: 1), last));
        LaneState next = After(middle, new WorkedPage(100, new PageOutcome(Counters.None, Deferred: 2), null));

        Assert.Equal((new LaneCursor(0, last), 1), (middle.Front, middle.PagesDone));
        Assert.Equal((new LaneCursor(1, null), 2, 3), (next.Front, next.PagesDone, next.Deferred));
    }

    [Fact]
    public void An_empty_page_takes_no_slot()
    {
        LaneState state = LaneState.Of(Plan(1, 0, [0, 10]), lane: 0, pass: 0);

        LaneState after = After(state, new WorkedPage(0, new PageOutcome(Counters.None), null));

        Assert.Equal((new LaneCursor(1, null), 0), (after.Front, after.PagesDone));
    }

    private static LaneState After(LaneState state, WorkedPage worked) => state.After(state.Next(Start), worked, Start);

    private static WavePlan Plan(int lanes, int perMinute, int[] shardSizes)
    {
        SendingWindow window = new(Start, Start.AddDays(2), new TimeOnly(9, 0), new TimeOnly(20, 0));
        return new WavePlan(CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, window, Spread: true, PageSize: 500, lanes, shardSizes)
        {
            PerMinute = perMinute == 0 ? Counters.None : new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = perMinute },
        };
    }
}
