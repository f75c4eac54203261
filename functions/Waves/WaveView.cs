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
    public static WaveView Of(Wave wave, IEnumerable<OrchestrationMetadata> lanes) => new(
        wave.Plan.WaveId,
        wave.Standing,
        wave.Reason,
        wave.ChangedBy,
        wave.ChangedAt,
        WavePlanView.Of(wave.Plan),
        wave.Result is null ? WaveProgress.Of(wave.Plan, lanes) : null,
        wave.Result);
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
        var newest = (
            from lane in lanes
            where lane.SerializedCustomStatus is not null
            let parts = lane.InstanceId[(plan.InstanceId.Length + 1)..].Split(':')
            where parts.Length == 2
            let pass = parts[0].Split('.')
            group (Lane: parts[1], Leg: pass.Length > 1 ? int.Parse(pass[1], CultureInfo.InvariantCulture) : 0, Status: lane.SerializedCustomStatus) by pass[0] into same
            orderby same.Key switch { "canary" => -2, "canary-check" => -1, var number => int.Parse(number, CultureInfo.InvariantCulture) } descending
            select same).FirstOrDefault();
        if (newest is null)
        {
            return null;
        }

        IEnumerable<LaneResult> results = newest.GroupBy(lane => lane.Lane, StringComparer.Ordinal)
            .Select(lane => JsonSerializer.Deserialize<LaneResult>(lane.MaxBy(one => one.Leg).Status)!);
        return results.Aggregate(new WaveProgress(newest.Key, Counters.None, 0), (sum, lane) => sum with { Counts = sum.Counts.Plus(lane.Counts), Deferred = sum.Deferred + lane.Deferred });
    }
}
