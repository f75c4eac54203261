using System.Text.Json;
using Compensation.Common;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Waves;

/// <summary>What operators see of a wave: the newest pass of its lanes, each by its latest leg, and counters as they stand by now.</summary>
public sealed class WaveViewTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));
    private static readonly Dictionary<string, long> s_anew = new(StringComparer.Ordinal) { ["accepted"] = 4, ["delivered"] = 3 };

    [Theory]
    [InlineData("canary", "canary:0")]
    [InlineData("canary-check", "canary-check:0 canary:0")]
    [InlineData("0", "canary:0 0:0 canary-check:0")]
    [InlineData("10", "9:0 10:0 2:0")]
    [InlineData("1", "1.2:0 0:0")]
    public void The_newest_pass_is_shown(string expected, string lanes) => Assert.Equal(expected, ViewOf([.. lanes.Split(' ').Select(lane => Lane(lane, 1))]).Progress!.Pass);

    [Fact]
    public void Of_a_pass_each_lane_counts_once_by_its_latest_leg_and_one_that_has_said_nothing_not_at_all()
    {
        WaveProgress progress = ViewOf(Lane("1:0", 5, deferred: 1), Lane("1.10:0", 7, deferred: 2), Lane("1.9:0", 6), Lane("1.11:0", null), Lane("1:1", 1, deferred: 3), Lane("1.1:1", 2, deferred: 4), Lane("0:0", 100), Lane("1:1:1", 100)).Progress!;

        Assert.Equal((9, 6), (progress.Counts["accepted"], progress.Deferred));
        Assert.Null(ViewOf().Progress);
        Assert.Null(ViewOf(Lane("1:0", null)).Progress);
    }

    [Fact]
    public void Counters_are_shown_as_they_stand_by_now()
    {
        WaveView walked = WaveView.Of(Paused(), [Lane("0:0", 5)], s_anew);
        WaveView ended = WaveView.Of(Paused() with { Result = WaveResult.Nothing with { Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["accepted"] = 5 } } }, [Lane("0:0", 5)], s_anew);

        Assert.Equal((4, 3), (walked.Progress!.Counts["accepted"], walked.Progress.Counts["delivered"]));
        Assert.Equal((4, 3), (ended.Result!.Counts["accepted"], ended.Result.Counts["delivered"]));
        Assert.Equal((null, null), (walked.Result, ended.Progress));
        Assert.Equal(5, WaveView.Of(Paused(), [Lane("0:0", 5)]).Progress!.Counts["accepted"]);
        Assert.Empty(WaveView.Of(Paused() with { Result = WaveResult.Nothing }, []).Result!.Counts);
    }

    [Fact]
    public void A_wave_says_what_it_is_and_in_what_it_leaves_what_is_printed()
    {
        WaveView plain = ViewOf();
        WaveView departing = WaveView.Of(Paused() with { Departure = new WaveDeparture(["It starts early."], "the governor asked", "anna") }, []);

        Assert.Equal(("issue", WaveStanding.Paused, "why", "anna", s_noon), (plain.Id, plain.Standing, plain.Reason, plain.ChangedBy, plain.ChangedAt));
        Assert.Equal(("work", null, 70, true), (plain.Plan.Action, plain.Plan.Order, plain.Plan.People, plain.Plan.Spread));
        Assert.Empty(plain.Warnings);
        Assert.Equal(["It starts early.", "The reason given by anna: the governor asked"], departing.Warnings);
        Assert.Equal(1, WaveView.Of(Paused() with { Plan = Paused().Plan with { Argument = """{"kind":1}""" } }, []).Plan.Order!.Value.GetProperty("kind").GetInt32());
    }

    private static WaveView ViewOf(params OrchestrationMetadata[] lanes) => WaveView.Of(Paused(), lanes);

    private static Wave Paused() => new(
        new WavePlan(CampaignId.Parse("kumamoto"), "issue", "work", string.Empty, new SendingWindow(s_noon, s_noon.AddDays(9), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: true, PageSize: 10, Lanes: 2, [30, 40]),
        WaveStanding.Paused, "why", "anna", s_noon, null, default);

    private static OrchestrationMetadata Lane(string leg, int? accepted, int deferred = 0) => new(nameof(WalkWaveLane), $"kumamoto:issue:{leg}")
    {
        SerializedCustomStatus = accepted is { } people ? JsonSerializer.Serialize(new LaneResult(new Dictionary<string, long>(StringComparer.Ordinal) { ["accepted"] = people }, deferred, Tries.None, null)) : null,
    };
}
