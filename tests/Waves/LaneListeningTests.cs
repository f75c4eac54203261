using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

/// <summary>A lane looks back at one page of ten, once reports of it can be in: what bounces then counts for the stop rule.</summary>
public sealed class LaneListeningTests
{
    private static readonly DateTimeOffset Start = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Reported = Start.AddMinutes(10);

    [Fact]
    public void The_first_page_is_looked_back_at_once_its_reports_can_be_in()
    {
        LaneState lane = After(Lane(), Start, Sent(1));

        Assert.Equal((null, Start), (lane.Watched!.After, lane.WatchedSince));
        Assert.Null(lane.Next(Reported.AddTicks(-1)).LookBack);
        Assert.Equal(lane.Watched, lane.Next(Reported).LookBack);
    }

    [Fact]
    public void Meanwhile_no_other_page_is_watched_and_afterwards_one_of_the_next_ten()
    {
        LaneState lane = Lane();
        for (uint page = 1; page <= 9; page++)
        {
            lane = After(lane, Start, Sent(page));
        }

        Assert.Null(lane.Watched!.After);
        LaneState heard = After(lane, Reported, Sent(10) with { Heard = new Tries(10, 2) });
        Assert.Equal((null, new Tries(10, 2)), (heard.Watched, heard.Heard));

        LaneState next = After(heard, Reported, Sent(11));
        Assert.Equal((Id(10), Reported), (next.Watched!.After, next.WatchedSince));
        Assert.Equal(new Tries(10, 2), After(next, Reported, Sent(12)).Heard);
        Assert.Equal(new Tries(20, 5), After(next, Reported.AddMinutes(10), Sent(12) with { Heard = new Tries(10, 3) }).Heard);
    }

    [Fact]
    public void A_page_is_watched_until_it_has_been_looked_back_at_however_many_follow()
    {
        LaneState lane = Lane();
        for (uint page = 1; page <= 12; page++)
        {
            lane = After(lane, Start, Sent(page));
        }

        Assert.Null(lane.Watched!.After);
        Assert.Equal(12, lane.PagesDone);
    }

    [Fact]
    public void A_page_that_sent_nothing_shows_nothing_and_is_not_watched() =>
        Assert.Null(After(Lane(), Start, new WorkedPage(10, new PageOutcome(Counters.None), Id(1))).Watched);

    [Fact]
    public void Without_a_stop_rule_nobody_looks_back() =>
        Assert.Null(After(LaneState.Of(Plan() with { StopRule = null }, lane: 0, pass: 1), Start, Sent(1)).Next(Reported).LookBack);

    [Fact]
    public void Each_lane_is_judged_by_its_share_of_the_rule_and_after_an_operator_let_it_go_on_afresh()
    {
        LaneState lane = After(Lane(), Start, Sent(1) with { Outcome = Outcome() with { Tries = new Tries(30, 9) }, Heard = new Tries(10, 4) });

        PageToWork next = lane.Next(Start);
        PageToWork afresh = lane.JudgedAfresh().Next(Start);

        Assert.Equal((new StopRule(20, 50), new Tries(30, 9), new Tries(10, 4)), (next.StopRule, next.Tries, next.Heard));
        Assert.Equal((Tries.None, Tries.None), (afresh.Tries, afresh.Heard));
    }

    [Theory]
    [InlineData(100, 20, false)]
    [InlineData(100, 21, true)]
    [InlineData(99, 99, false)]
    [InlineData(0, 0, false)]
    [InlineData(1000, 200, false)]
    [InlineData(1000, 201, true)]
    public void The_rule_is_broken_by_more_than_its_share_of_enough_people(long attempted, long failed, bool broken) =>
        Assert.Equal(broken, new StopRule(20, 100).IsBrokenBy(new Tries(attempted, failed)));

    [Theory]
    [InlineData(100, 1, 100)]
    [InlineData(100, 3, 34)]
    [InlineData(100, 4, 25)]
    [InlineData(1, 4, 1)]
    public void A_lane_s_share_is_rounded_up(int atLeast, int lanes, int expected) => Assert.Equal(new StopRule(20, expected), new StopRule(20, atLeast).ForOneOf(lanes));

    private static LaneState After(LaneState state, DateTimeOffset now, WorkedPage worked) => state.After(state.Next(now), worked, now);

    private static WorkedPage Sent(uint next) => new(10, Outcome(), Id(next));

    private static PageOutcome Outcome() => new(Counters.None) { Load = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 10 } };

    private static EntitlementId Id(ulong value) => EntitlementId.FromValue(value);

    private static LaneState Lane() => LaneState.Of(Plan(), lane: 0, pass: 1);

    private static WavePlan Plan() =>
        new(CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Start, Start.AddDays(2), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: true, PageSize: 10, Lanes: 2, [300, 300])
        {
            StopRule = new StopRule(20, 100),
        };
}
