using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>A wave: all lanes side by side, then further passes for those who could not be served yet.</summary>
public static class RunWave
{
    /// <summary>After these many hours, pass by pass, those left over are tried again; then the wave ends and they stay on the operators' list.</summary>
    private static readonly double[] HoursBeforeNextPass = [0.25, 0.5, 1, 2, 4, 8, 16, 24];

    [Function(nameof(RunWave))]
    public static async Task<WaveResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        WavePlan plan = context.GetInput<WavePlan>()!;
        IReadOnlyDictionary<string, long> counts = Counters.None;
        for (int pass = 0; ; pass++)
        {
            LaneResult[] lanes = await Task.WhenAll(Enumerable.Range(0, plan.Lanes).Select(lane => WalkLane(context, plan, lane, pass)));
            counts = lanes.Aggregate(counts, (sum, lane) => sum.Plus(lane.Counts));
            int deferred = lanes.Sum(lane => lane.Deferred);
            context.SetCustomStatus(new WaveResult(counts, deferred, pass + 1));
            if (deferred == 0 || pass == HoursBeforeNextPass.Length)
            {
                return new WaveResult(counts, deferred, pass + 1);
            }

            DateTimeOffset again = context.Now().AddHours(HoursBeforeNextPass[pass]);
            await context.WaitUntil(plan.Window.NextOpening(again));
        }
    }

    private static Task<LaneResult> WalkLane(TaskOrchestrationContext context, WavePlan plan, int lane, int pass)
    {
        SubOrchestrationOptions named = new TaskOptions().WithInstanceId($"{context.InstanceId}:{pass}:{lane}");
        return context.CallSubOrchestratorAsync<LaneResult>(nameof(WalkWaveLane), LaneState.Start(plan, lane, pass), named);
    }
}

/// <summary>What a wave did.</summary>
/// <param name="Counts">The action's counters, summed.</param>
/// <param name="Deferred">People who could not be served to the end.</param>
/// <param name="Passes">How many times the audience was walked.</param>
public sealed record WaveResult(IReadOnlyDictionary<string, long> Counts, int Deferred, int Passes);
