using Compensation.Campaigns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>A wave: the canary first, then all lanes side by side, then further passes for those who could not be served yet.</summary>
public static class RunWave
{
    /// <summary>The event that tells a paused wave that its standing was changed; what it is now stands in the store.</summary>
    public const string StandingChanged = "standing-changed";

    /// <summary>
    /// After these many hours, pass by pass, those left over are tried again; then the wave ends and they stay on the operators' list.
    /// Together more than the three days after which an unsettled message is closed as unknown.
    /// </summary>
    private static readonly double[] HoursBeforeNextPass = [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24];

    [Function(nameof(RunWave))]
    public static async Task<WaveResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        WavePlan plan = context.GetInput<WavePlan>()!;
        if (await context.CallActivityAsync<WaveResult?>(nameof(OpenWave), plan, Patience.OverAWeekend) is { } earlier)
        {
            return earlier;
        }

        WaveResult result = await SendCanary(context, plan);
        for (int pass = 0; !result.Stopped; pass++)
        {
            bool isLast = pass == HoursBeforeNextPass.Length;
            IEnumerable<LaneState> lanes = Enumerable.Range(0, plan.Lanes).Select(lane => LaneState.Of(plan, lane, pass) with { IsLastPass = isLast });
            result = await Walk(context, [.. lanes], $"{pass}");
            context.SetCustomStatus(result);
            if (result.Deferred == 0 || isLast)
            {
                break;
            }

            DateTimeOffset again = context.Now().AddHours(HoursBeforeNextPass[pass]);
            await context.WaitUntil(plan.Window.NextOpening(again));
        }

        return await context.CallActivityAsync<WaveResult>(nameof(CloseWave), new WaveToClose(plan.Id, result), Patience.OverAWeekend);
    }

    /// <summary>The first people, and after a while a look at how they fared. Where they fared badly the wave is paused before anybody else is served.</summary>
    private static async Task<WaveResult> SendCanary(TaskOrchestrationContext context, WavePlan plan)
    {
        if (plan.Canary is not { } canary)
        {
            return WaveResult.Nothing;
        }

        LaneState first = LaneState.CanaryOf(plan, canary);
        WaveResult sent = await Walk(context, [first], "canary");
        if (sent.Stopped)
        {
            return sent;
        }

        await context.WaitUntil(plan.Window.NextOpening(context.Now() + canary.Wait));
        WaveResult seen = await Walk(context, [first], "canary-check");
        if (!seen.Stopped && plan.StopRule is { } rule && (rule with { AtLeast = 1 }).IsBrokenBy(seen.Tries))
        {
            await context.CallActivityAsync(nameof(PauseWave), new WaveToPause(plan.Id, $"canary: {rule.Describe(seen.Tries)}"), Patience.OverAWeekend);
        }

        return seen;
    }

    /// <summary>Walks lanes to their ends. A paused wave waits here until an operator lets it go on or stops it.</summary>
    private static async Task<WaveResult> Walk(TaskOrchestrationContext context, IReadOnlyList<LaneState> lanes, string pass)
    {
        WaveResult result = WaveResult.Nothing;
        for (int leg = 0; ; leg++)
        {
            LaneResult[] walked = await Task.WhenAll(lanes.Select(lane => WalkLane(context, lane, leg == 0 ? pass : $"{pass}.{leg}")));
            List<LaneState> halted = [.. walked.Where(lane => lane.Rest is not null).Select(lane => lane.Rest!)];
            result = walked.Where(lane => lane.Rest is null).Aggregate(result, (sum, lane) => sum.Plus(lane));
            if (halted.Count == 0)
            {
                return result;
            }

            if (await WaitWhilePaused(context, lanes[0].Plan.Id) == WaveStanding.Stopped)
            {
                return walked.Where(lane => lane.Rest is not null).Aggregate(result, (sum, lane) => sum.Plus(lane)) with { Stopped = true };
            }

            lanes = [.. halted.Select(lane => lane.JudgedAfresh())];
        }
    }

    private static async Task<WaveStanding> WaitWhilePaused(TaskOrchestrationContext context, WaveId wave)
    {
        while (true)
        {
            WaveStanding standing = await context.CallActivityAsync<WaveStanding>(nameof(LookUpStanding), wave, Patience.OverAWeekend);
            if (standing != WaveStanding.Paused)
            {
                return standing;
            }

            await context.WaitForExternalEvent<string>(StandingChanged);
        }
    }

    private static Task<LaneResult> WalkLane(TaskOrchestrationContext context, LaneState lane, string pass)
    {
        SubOrchestrationOptions named = new TaskOptions().WithInstanceId($"{context.InstanceId}:{pass}:{lane.Lane}");
        return context.CallSubOrchestratorAsync<LaneResult>(nameof(WalkWaveLane), lane, named);
    }
}

/// <summary>What a wave did: how its audience stood when it was walked for the last time.</summary>
/// <param name="Counts">The action's counters, summed.</param>
/// <param name="Deferred">People who could not be served to the end.</param>
/// <param name="Tries">How the people fared.</param>
/// <param name="Stopped">An operator ended it before its time.</param>
public sealed record WaveResult(IReadOnlyDictionary<string, long> Counts, int Deferred, Tries Tries, bool Stopped)
{
    public static readonly WaveResult Nothing = new(Counters.None, 0, Tries.None, Stopped: false);

    public WaveResult Plus(LaneResult lane) => this with
    {
        Counts = Counts.Plus(lane.Counts),
        Deferred = Deferred + lane.Deferred,
        Tries = Tries + lane.Tries,
    };
}
