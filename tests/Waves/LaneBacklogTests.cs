using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

/// <summary>A lane goes on with one kind of load while nobody takes the other, and fetches those up afterwards.</summary>
public class LaneBacklogTests
{
    private static readonly DateTimeOffset Start = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Back = Start.AddMinutes(5);

    [Fact]
    public void The_front_goes_on_without_the_kind_that_is_held_back()
    {
        LaneState lane = HeldAtFirstPage();

        WavePage next = lane.Next(Start).Page;

        Assert.Equal((0, Id(1), "sms", null), (next.Shard, next.After, next.Except, next.Only));
        Assert.Equal(Start, lane.NextDue());
    }

    [Fact]
    public void Once_the_kind_may_be_tried_again_those_left_behind_come_first_up_to_the_front()
    {
        LaneState lane = After(HeldAtFirstPage(), Start, Done(Id(2)));

        WavePage behind = lane.Next(Back).Page;

        Assert.Equal((0, null, "sms", null, Id(2)), (behind.Shard, behind.After, behind.Only, behind.Except, behind.Through));
    }

    [Fact]
    public void A_kind_that_is_turned_away_again_waits_again_and_the_front_does_not()
    {
        DateTimeOffset later = Back.AddMinutes(10);

        LaneState lane = After(HeldAtFirstPage(), Back, new WorkedPage(10, new PageOutcome(Counters.None, later), null));

        Assert.Equal((Id(1), "sms"), (lane.Next(Back).Page.After, lane.Next(Back).Page.Except));
        Assert.Equal("sms", lane.Next(later).Page.Only);
    }

    [Fact]
    public void Where_the_backlog_reaches_the_front_the_lane_is_whole_again()
    {
        LaneState lane = After(HeldAtFirstPage(), Start, Done(Id(2)));

        LaneState once = After(lane, Back, Done(Id(1)));
        LaneState twice = After(once, Back, Done(Id(2)));

        Assert.Equal((Id(1), "sms"), (once.Next(Back).Page.After, once.Next(Back).Page.Only));
        Assert.Null(twice.Backlog);
        Assert.Equal((Id(2), null, null, null), (twice.Next(Back).Page.After, twice.Next(Back).Page.Only, twice.Next(Back).Page.Except, twice.Next(Back).Page.Through));
    }

    [Fact]
    public void A_backlog_goes_over_from_shard_to_shard()
    {
        LaneState lane = After(After(HeldAtFirstPage(), Start, Done(null)), Start, Done(Id(9)));

        LaneState shardDone = After(lane, Back, Done(null));
        LaneState caughtUp = After(shardDone, Back, Done(null));

        Assert.Null(lane.Next(Back).Page.Through);
        Assert.Equal((1, null, Id(9)), (shardDone.Next(Back).Page.Shard, shardDone.Next(Back).Page.After, shardDone.Next(Back).Page.Through));
        Assert.Null(caughtUp.Backlog);
    }

    [Fact]
    public void A_lane_whose_front_is_through_is_not_at_its_end_before_its_backlog_is()
    {
        LaneState front = After(After(HeldAtFirstPage(), Start, Done(null)), Start, Done(null));

        LaneState shardDone = After(front, Back, Done(null));
        LaneState all = After(shardDone, Back, Done(null));

        Assert.False(front.IsAtEnd);
        Assert.Equal(Back, front.NextDue());
        Assert.False(shardDone.IsAtEnd);
        Assert.True(all.IsAtEnd);
    }

    [Fact]
    public void Who_was_held_back_is_due_as_soon_as_the_kind_may_be_tried_again_where_the_fronts_slot_is_later()
    {
        LaneState lane = After(LaneState.Of(Plan(), lane: 0, pass: 0), Start, Held(Id(1), new PageOutcome(Counters.None)));

        Assert.True(lane.Plan.SlotOf(0, 1) > Back);
        Assert.Equal(Back, lane.NextDue());
        Assert.Equal(lane.Plan.SlotOf(0, 1), (lane with { Backlog = new Backlog("sms", LaneCursor.Start with { NotBefore = Start.AddDays(1).AddHours(5) }) }).NextDue());
    }

    [Fact]
    public void At_the_deadline_those_held_back_are_handed_over_although_the_kind_may_not_be_tried_yet()
    {
        LaneState lane = LaneState.Of(Plan() with { Deadline = Start.AddMinutes(1) }, lane: 0, pass: 1);
        lane = After(After(After(lane, Start, Held(Id(1), new PageOutcome(Counters.None))), Start, Done(null)), Start, Done(null));

        WavePage page = lane.Next(Start.AddMinutes(1)).Page;

        Assert.Equal((0, null, "sms", true), (page.Shard, page.After, page.Only, page.IsOver));
    }

    [Fact]
    public void Everybody_is_counted_once()
    {
        LaneState lane = LaneState.Of(Plan(), lane: 0, pass: 1);
        lane = After(lane, Start, Held(Id(1), Outcome(accepted: 3)));
        lane = After(lane, Start, new WorkedPage(10, Outcome(accepted: 4), Id(2)));
        lane = After(lane, Back, new WorkedPage(10, Outcome(accepted: 7), Id(1)));
        lane = After(lane, Back, new WorkedPage(10, Outcome(accepted: 6), Id(2)));

        Assert.Equal((20, new Tries(20, 0), 2), (lane.Counts["accepted"], lane.Tries, lane.PagesDone));
    }

    [Fact]
    public void The_canary_does_not_go_past_people_who_are_held_back()
    {
        LaneState canary = LaneState.CanaryOf(Plan(), new Canary(10, TimeSpan.FromMinutes(30)));

        LaneState after = After(canary, Start, Held(Id(1), Outcome(accepted: 3)));

        Assert.Equal((LaneCursor.Start with { NotBefore = Back }, null, Tries.None), (after.Front, after.Backlog, after.Tries));
    }

    private static LaneState HeldAtFirstPage() => After(LaneState.Of(Plan(), lane: 0, pass: 1), Start, Held(Id(1), new PageOutcome(Counters.None)));

    private static LaneState After(LaneState state, DateTimeOffset now, WorkedPage worked) => state.After(state.Next(now), worked, now);

    private static WorkedPage Held(EntitlementId next, PageOutcome outcome) => new(10, outcome with { HeldBack = new HeldBack("sms", Back) }, next);

    private static WorkedPage Done(EntitlementId? next) => new(10, new PageOutcome(Counters.None), next);

    private static PageOutcome Outcome(int accepted) =>
        new(new Dictionary<string, long>(StringComparer.Ordinal) { ["accepted"] = accepted }) { Tries = new Tries(accepted, 0) };

    private static EntitlementId Id(ulong value) => EntitlementId.FromValue(value);

    private static WavePlan Plan() =>
        new(CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Start, Start.AddDays(2), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: true, PageSize: 10, Lanes: 1, [30, 30]);
}
