using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

/// <summary>The first people of a wave, and how a lane goes from page to page.</summary>
public sealed class LaneCanaryTests
{
    private static readonly DateTimeOffset Start = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_canary_ends_with_its_people_however_many_the_shards_hold()
    {
        LaneState canary = Canary(people: 15);
        Assert.Equal(10, canary.Next(Start).Page.Take);

        LaneState once = After(canary, Start, Tried(10));
        Assert.Equal((5, false), (once.Next(Start).Page.Take, once.IsAtEnd));
        Assert.True(After(once, Start, Tried(5)).IsAtEnd);
        Assert.True(After(once, Start, Tried(6)).IsAtEnd);
        Assert.False(After(once, Start, Tried(4)).IsAtEnd);
    }

    [Fact]
    public void The_canary_walks_every_shard_in_one_lane_at_once()
    {
        LaneState canary = Canary(people: 1000);
        List<int> shards = [];
        while (!canary.IsAtEnd)
        {
            shards.Add(canary.Next(Start).Page.Shard);
            canary = After(canary, Start, new WorkedPage(10, new PageOutcome(Counters.None), Next: null));
        }

        Assert.Equal([0, 1, 2, 3], shards);
        Assert.Equal(Start, Canary(people: 20).NextDue());
        LaneState spread = LaneState.CanaryOf(Plan() with { Spread = true }, new Canary(20, TimeSpan.FromMinutes(30))) with { PagesDone = 3 };
        Assert.Equal(Start, spread.NextDue());
        Assert.NotEqual(Start, (spread with { InSlots = true }).NextDue());
    }

    [Fact]
    public void Each_lane_waits_for_its_share_of_the_pace()
    {
        LaneState lane = LaneState.Of(Plan() with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 60, ["email"] = 600 } }, lane: 0, pass: 1);
        PageOutcome outcome = new(Counters.None) { Load = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 15, ["email"] = 15, ["letter"] = 900 } };

        Assert.Equal(Start.AddSeconds(30), After(lane, Start, new WorkedPage(10, outcome, EntitlementId.FromValue(1))).NextDue());
        Assert.Equal(Start, After(lane, Start, new WorkedPage(10, new PageOutcome(Counters.None), EntitlementId.FromValue(1))).NextDue());
    }

    [Fact]
    public void A_page_at_which_the_wave_was_halted_is_worked_again()
    {
        LaneState lane = LaneState.Of(Plan(), lane: 0, pass: 1);

        LaneState halted = After(lane, Start, Tried(10) with { Outcome = new PageOutcome(Counters.None) { Halted = true, Tries = new Tries(3, 0) } });

        Assert.Equal((LaneCursor.Start, Tries.None, 0), (halted.Front, halted.Tries, halted.PagesDone));
    }

    [Fact]
    public void A_lane_adds_up_what_its_pages_left_for_later_and_is_gone_on_with_only_where_it_was_halted()
    {
        LaneState lane = After(After(LaneState.Of(Plan(), lane: 0, pass: 1), Start, Left(3)), Start, Left(4));

        Assert.Equal((7, 7), (lane.Deferred, lane.ToResult(halted: false).Deferred));
        Assert.Null(lane.ToResult(halted: false).Rest);
        Assert.Same(lane, lane.ToResult(halted: true).Rest);

        static WorkedPage Left(int people) => new(10, new PageOutcome(Counters.None, Deferred: people), EntitlementId.FromValue((ulong)people));
    }

    [Fact]
    public void A_page_says_what_its_wave_allows()
    {
        LaneState last = LaneState.Of(Plan() with { Deadline = Start.AddDays(5) }, lane: 1, pass: 3) with { IsLastPass = true };

        WavePage page = last.Next(Start).Page;

        Assert.Equal((1, true, Start.AddDays(5), false), (page.Shard, page.IsLastCall, page.Deadline, page.IsOver));
        Assert.Equal((false, null), (Canary(1).Next(Start).Page.IsLastCall, Canary(1).Next(Start).Page.Deadline));
    }

    [Fact]
    public void Slots_are_waited_for_in_the_planned_pass_alone_and_a_page_that_held_nobody_takes_none()
    {
        LaneState planned = LaneState.Of(Plan() with { Spread = true }, lane: 0, pass: 0);

        LaneState nobody = After(planned, Start, new WorkedPage(0, new PageOutcome(Counters.None), Next: null));
        LaneState somebody = After(planned, Start, new WorkedPage(1, new PageOutcome(Counters.None), EntitlementId.FromValue(1)));

        Assert.Equal((0, Start), (nobody.PagesDone, nobody.NextDue()));
        Assert.Equal(1, somebody.PagesDone);
        Assert.Equal(planned.Plan.SlotOf(0, 1), somebody.NextDue());
        Assert.True(somebody.NextDue() > Start);
        Assert.Equal(Start, (somebody with { InSlots = false }).NextDue());
    }

    private static LaneState After(LaneState state, DateTimeOffset now, WorkedPage worked) => state.After(state.Next(now), worked, now);

    private static WorkedPage Tried(int people) => new(people, new PageOutcome(Counters.None) { Tries = new Tries(people, 0) }, EntitlementId.FromValue(1));

    private static LaneState Canary(int people) => LaneState.CanaryOf(Plan(), new Canary(people, TimeSpan.FromMinutes(30)));

    private static WavePlan Plan() =>
        new(CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Start, Start.AddDays(2), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: false, PageSize: 10, Lanes: 2, [30, 30, 30, 30]);
}
