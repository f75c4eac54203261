using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

/// <summary>A wave's way from pass to pass.</summary>
public class WaveRunTests
{
    private static readonly DateTimeOffset Noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    [Fact]
    public void The_canary_goes_first_is_looked_at_after_its_wait_and_then_come_all_lanes()
    {
        WaveRun canary = new WaveRun(WithCanary()).Opened();
        WaveRun check = canary.After([Did(50, failed: 1)], Noon);
        WaveRun rest = check.After([Did(50, failed: 10)], Noon.AddMinutes(30));

        Assert.Equal(("canary", 50, 0), (canary.LegName, Assert.Single(canary.Lanes).ServeAtMost, canary.Lanes[0].Lane));
        Assert.Equal(("canary-check", Noon.AddMinutes(30)), (check.LegName, check.NotBefore));
        Assert.Equal(("0", 2, null), (rest.LegName, rest.Lanes.Count, rest.PauseFor));
        Assert.All(rest.Lanes, lane => Assert.Equal((true, null, false), (lane.InSlots, lane.ServeAtMost, lane.IsLastPass)));
    }

    [Fact]
    public void A_canary_that_fares_badly_is_a_reason_to_pause_however_few_it_was_seen_of()
    {
        WaveRun check = new WaveRun(WithCanary()).Opened().After([Did(3, failed: 0)], Noon);

        Assert.Null(check.PauseFor);
        Assert.Equal("canary: 1 of 3 failed; the stop rule allows 20 %", check.After([Did(3, failed: 1)], Noon).PauseFor);
        Assert.Null((check with { Plan = check.Plan with { StopRule = null } }).After([Did(3, failed: 3)], Noon).PauseFor);
    }

    [Fact]
    public void A_wave_without_a_canary_begins_with_its_lanes() =>
        Assert.Equal(("0", 2), (new WaveRun(Plan()).Opened().LegName, new WaveRun(Plan()).Opened().Lanes.Count));

    [Fact]
    public void Who_is_left_over_is_tried_again_ever_later_nine_times_and_the_last_pass_says_so()
    {
        double[] hours = [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24];
        WaveRun run = new WaveRun(Plan() with { Window = AllDay() }).Opened();
        foreach ((double wait, int pass) in hours.Select((wait, pass) => (wait, pass)))
        {
            Assert.All(run.Lanes, lane => Assert.Equal((pass == 0, false), (lane.InSlots, lane.IsLastPass)));
            run = run.After([Did(10, deferred: 1), Did(10, deferred: 0)], Noon);
            Assert.Equal((pass + 1, Noon.AddHours(wait), false), (run.Pass, run.NotBefore, run.IsEnded));
        }

        Assert.All(run.Lanes, lane => Assert.True(lane.IsLastPass));
        WaveRun ended = run.After([Did(10, deferred: 1), Did(10, deferred: 2)], Noon);
        Assert.Equal((true, 3, 20), (ended.IsEnded, ended.Walked.Deferred, ended.Walked.Tries.Attempted));
    }

    [Fact]
    public void A_pass_that_leaves_nobody_over_is_the_last()
    {
        WaveRun ended = new WaveRun(Plan()).Opened().After([Did(10), Did(7, failed: 2)], Noon);

        Assert.Equal((true, new Tries(17, 2), false), (ended.IsEnded, ended.Walked.Tries, ended.Walked.Stopped));
    }

    [Fact]
    public void The_next_pass_waits_for_the_days_hours()
    {
        WaveRun run = new WaveRun(Plan()).Opened().After([Did(10, deferred: 1), Did(10)], JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(19, 59)));

        Assert.Equal(JapanTime.At(new DateOnly(2023, 4, 11), new TimeOnly(9, 0)), run.NotBefore);
    }

    [Fact]
    public void The_next_pass_begins_at_the_deadline_at_the_latest_and_is_the_last()
    {
        WavePlan plan = Plan() with { Deadline = Noon.AddMinutes(10) };
        WaveRun run = new WaveRun(plan).Opened().After([Did(10, deferred: 1), Did(10)], Noon);

        Assert.Equal((Noon.AddMinutes(10), false), (run.NotBefore, run.IsEnded));
        Assert.True(run.After([Did(10, deferred: 1), Did(10)], Noon.AddMinutes(10)).IsEnded);
    }

    [Fact]
    public void A_halted_pass_goes_on_with_the_halted_lanes_only_as_another_leg()
    {
        WaveRun run = new WaveRun(Plan()).Opened();
        LaneState rest = run.Lanes[1] with { Tries = new Tries(5, 5), Deferred = 1 };

        WaveRun halted = run.After([Did(10), rest.ToResult(halted: true)], Noon);
        WaveRun again = halted.GoingOn().After([rest.ToResult(halted: true)], Noon);

        Assert.True(halted.IsHalted);
        Assert.Equal(("0.1", "0.2"), (halted.LegName, again.LegName));
        Assert.Equal(1, Assert.Single(halted.Lanes).Lane);
        Assert.Equal(new Tries(5, 5), Assert.Single(halted.GoingOn().Lanes).Forgiven);
        WaveRun ended = again.GoingOn().After([Did(30)], Noon);
        Assert.Equal((true, 40), (ended.IsEnded, ended.Walked.Tries.Attempted));
        WaveRun stopped = again.Stopped();
        Assert.Equal((true, true, new Tries(15, 5), 1), (stopped.IsEnded, stopped.Walked.Stopped, stopped.Walked.Tries, stopped.Walked.Deferred));
    }

    [Fact]
    public void Once_the_deadline_has_passed_nobody_goes_first()
    {
        WaveRun canary = new WaveRun(WithCanary() with { Deadline = Noon }).Opened();

        Assert.Equal(("canary", "0"), (canary.At(Noon.AddTicks(-1)).LegName, canary.At(Noon).LegName));
    }

    [Fact]
    public void What_an_orchestration_is_given_comes_back_as_it_was()
    {
        WaveRun run = new WaveRun(WithCanary() with { Deadline = Noon }).Opened();
        WaveRun halted = run.After([run.Lanes[0].ToResult(halted: true)], Noon);

        WaveRun read = JsonSerializer.Deserialize<WaveRun>(JsonSerializer.Serialize(halted))!;

        Assert.Equivalent(halted, read, strict: true);
        Assert.Equal(JsonSerializer.Serialize(halted), JsonSerializer.Serialize(read));
        Assert.Equal(("canary.1", Noon), (read.LegName, read.Plan.Deadline));
    }

    private static LaneResult Did(int people, int failed = 0, int deferred = 0) => new(Counters.None, deferred, new Tries(people, failed), null);

    private static WavePlan WithCanary() => Plan() with { Canary = new Canary(50, TimeSpan.FromMinutes(30)), StopRule = new StopRule(20, 100) };

    private static SendingWindow AllDay() => new(Noon.AddDays(-1), Noon.AddDays(9), TimeOnly.MinValue, TimeOnly.MinValue);

    private static WavePlan Plan() => new(
        CampaignId.Parse("kumamoto"), "issue-app", "work", string.Empty, new SendingWindow(Noon.AddDays(-1), Noon.AddDays(9), new TimeOnly(9, 0), new TimeOnly(20, 0)),
        Spread: true, PageSize: 100, Lanes: 2, [30, 30]);
}
