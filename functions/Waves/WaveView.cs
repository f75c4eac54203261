using System.Globalization;
using System.Text.Json;
using Compensation.Campaigns;
using Microsoft.DurableTask.Client;

namespace Compensation.Waves;

/// <summary>A wave as it is shown to operators.</summary>
/// <param name="Id">Unique in the campaign.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="ChangedBy">Who brought it there.</param>
/// <param name="ChangedAt">When, UTC.</param>
/// <param name="Plan">What it was told to do.</param>
/// <param name="Progress">How far it is; null once it has ended.</param>
/// <param name="Result">What it did; null while it has not ended.</param>
public sealed record WaveView(
    string Id, WaveStanding Standing, string Reason, string ChangedBy, DateTimeOffset ChangedAt, WavePlanView Plan, WaveProgress? Progress, WaveResult? Result)
{
    /// <summary>In what it leaves what the campaign's file prints; empty where it keeps to it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <param name="wave">The wave.</param>
    /// <param name="lanes">Its lanes' orchestrations, while it has not ended.</param>
    /// <param name="anew">Counters as they stand by now, or null where they stand as they were walked.</param>
    public static WaveView Of(Wave wave, IEnumerable<OrchestrationMetadata> lanes, IReadOnlyDictionary<string, long>? anew = null) => new(
        wave.Plan.WaveId,
        wave.Standing,
        wave.Reason,
        wave.ChangedBy,
        wave.ChangedAt,
        WavePlanView.Of(wave.Plan),
        wave.Result is null && WaveProgress.Of(wave.Plan, lanes) is { } progress ? progress with { Counts = progress.Counts.Recounted(anew ?? Counters.None) } : null,
        wave.Result is { } result ? result with { Counts = result.Counts.Recounted(anew ?? Counters.None) } : null)
    {
        Warnings = wave.Departure is { } departure ? [.. departure.What, $"The reason given by {departure.By}: {departure.Why}"] : [],
    };
}

/// <summary>A plan as it is shown.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Order">Told to the action, in its own words.</param>
/// <param name="Audience">The mark of those it is for; null for everybody.</param>
/// <param name="People">How many the audience held when the plan was made.</param>
/// <param name="Spread">True: evenly over the window. False: as fast as the pace allows.</param>
public sealed record WavePlanView(
    string Action, JsonElement? Order, string? Audience, long People, SendingWindow Window, bool Spread, IReadOnlyDictionary<string, long> PerMinute, Canary? Canary, StopRule? StopRule)
{
    internal static WavePlanView Of(WavePlan plan) => new(
        plan.Action,
        plan.Argument.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(plan.Argument),
        plan.Audience,
        plan.ShardSizes.Sum(size => (long)size),
        plan.Window,
        plan.Spread,
        plan.PerMinute,
        plan.Canary,
        plan.StopRule);
}

/// <summary>How far a wave is: the newest pass's pages that are done.</summary>
/// <param name="Pass">The newest pass: <c>canary</c>, <c>canary-check</c>, or 0 and up.</param>
/// <param name="Counts">The action's counters, summed over lanes.</param>
/// <param name="Deferred">People left for a later pass.</param>
public sealed record WaveProgress(string Pass, IReadOnlyDictionary<string, long> Counts, int Deferred)
{
    /// <param name="plan">The wave's plan.</param>
    /// <param name="lanes">Its lanes' orchestrations; their ids end in <c>:{pass}[.{leg}]:{lane}</c>, and a later leg includes the earlier.</param>
    internal static WaveProgress? Of(WavePlan plan, IEnumerable<OrchestrationMetadata> lanes)
    {
        IGrouping<string, LaneLeg>? newest = lanes.Select(lane => LaneLeg.TryRead(plan, lane)).OfType<LaneLeg>()
            .GroupBy(leg => leg.Pass, StringComparer.Ordinal)
            .MaxBy(pass => PlaceOf(pass.Key));
        if (newest is null)
        {
            return null;
        }

        IEnumerable<LaneResult> results = newest.GroupBy(leg => leg.Lane, StringComparer.Ordinal).Select(lane => lane.MaxBy(leg => leg.Number)!.Result);
        return results.Aggregate(new WaveProgress(newest.Key, Counters.None, 0), (sum, lane) => sum with { Counts = sum.Counts.Plus(lane.Counts), Deferred = sum.Deferred + lane.Deferred });
    }

    private static int PlaceOf(string pass) => pass switch
    {
        "canary" => WaveRun.Canary,
        "canary-check" => WaveRun.CanaryCheck,
        _ => int.Parse(pass, CultureInfo.InvariantCulture),
    };

    /// <summary>One lane's orchestration: which pass, which lane, and which of the legs between two pauses.</summary>
    private sealed record LaneLeg(string Pass, string Lane, int Number, LaneResult Result)
    {
        public static LaneLeg? TryRead(WavePlan plan, OrchestrationMetadata lane) =>
            lane.SerializedCustomStatus is { } status && lane.InstanceId[(plan.InstanceId.Length + 1)..].Split(':') is [var walk, var number]
                ? new LaneLeg(walk.Split('.')[0], number, walk.Split('.') is [_, var leg] ? int.Parse(leg, CultureInfo.InvariantCulture) : 0, JsonSerializer.Deserialize<LaneResult>(status)!)
                : null;
    }
}
