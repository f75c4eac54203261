using Compensation.Common.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Waves;

/// <summary>
/// A wave: the canary first, then all lanes side by side, then further passes for those who could not be served yet.
/// One leg of one pass to a history, so that however often a wave is paused, none grows long.
/// </summary>
public static class RunWave
{
    /// <summary>The event that tells a paused wave that its standing was changed; what it is now stands in the store.</summary>
    public const string StandingChanged = "standing-changed";

    [Function(nameof(RunWave))]
    public static async Task<WaveResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        WaveRun run = context.GetInput<WaveRun>()!;
        context.SetCustomStatus(run.Walked);
        if (run.Pass is null)
        {
            if (await context.CallActivityAsync<WaveResult?>(nameof(OpenWave), run.Plan, Patience.OverAWeekend) is { } earlier)
            {
                return earlier;
            }

            run = run.Opened();
        }

        run = run.IsHalted ? await WaitForWord(context, run) : await WalkLeg(context, run);
        if (run.IsEnded)
        {
            return await context.CallActivityAsync<WaveResult>(nameof(CloseWave), new WaveToClose(run.Plan.Id, run.Walked), Patience.OverAWeekend);
        }

        context.ContinueAsNew(run);
        return run.Walked;
    }

    /// <summary>Walks a wave on behalf of another orchestration, which must not end before it.</summary>
    public static Task<WaveResult> WalkAsync(this TaskOrchestrationContext context, WavePlan plan) =>
        context.CallSubOrchestratorAsync<WaveResult>(nameof(RunWave), new WaveRun(plan), new TaskOptions().WithInstanceId(plan.InstanceId));

    /// <summary>Starts a wave on its own.</summary>
    public static Task StartWaveAsync(this DurableTaskClient orchestrations, WavePlan plan, CancellationToken cancellationToken) =>
        orchestrations.StartOnceAsync(nameof(RunWave), new WaveRun(plan), plan.InstanceId, cancellationToken);

    /// <summary>
    /// A paused wave's orchestration waits for word. It is told every time, so that an operator who repeats the request wakes one that was missed; whether it is just between two histories does not matter.
    /// </summary>
    public static Task WakeAsync(this DurableTaskClient orchestrations, Wave wave, CancellationToken cancellationToken) =>
        orchestrations.TellIfRunningAsync(wave.Plan.InstanceId, StandingChanged, wave.Standing.ToString(), cancellationToken);

    private static async Task<WaveRun> WalkLeg(TaskOrchestrationContext context, WaveRun run)
    {
        await context.WaitUntil(run.NotBefore);
        return await WalkLanes(context, run);
    }

    /// <summary>A paused wave waits here until an operator lets it go on or stops it, or until its time is over.</summary>
    private static async Task<WaveRun> WaitForWord(TaskOrchestrationContext context, WaveRun run)
    {
        WaveStanding standing = await context.CallActivityAsync<WaveStanding>(nameof(LookUpStanding), run.Plan.Id, Patience.OverAWeekend);
        if (standing == WaveStanding.Stopped)
        {
            return run.Stopped();
        }

        if (standing != WaveStanding.Paused || run.IsOver(context.Now()))
        {
            return await WalkLanes(context, run.GoingOn());
        }

        await context.WaitForWordUntil(StandingChanged, run.Plan.Deadline);
        return run;
    }

    private static async Task<WaveRun> WalkLanes(TaskOrchestrationContext context, WaveRun run)
    {
        WaveRun walking = run.At(context.Now());
        LaneResult[] walked = await Task.WhenAll(walking.Lanes.Select(lane => WalkLane(context, lane, walking.LegName)));
        WaveRun after = walking.After(walked, context.Now());
        if (after.PauseFor is { } reason)
        {
            await context.CallActivityAsync(nameof(PauseWave), new WaveToPause(run.Plan.Id, reason), Patience.OverAWeekend);
        }

        return after;
    }

    private static Task<LaneResult> WalkLane(TaskOrchestrationContext context, LaneState lane, string leg)
    {
        SubOrchestrationOptions named = new TaskOptions().WithInstanceId($"{context.InstanceId}:{leg}:{lane.Lane}");
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
