using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>One lane of a wave: its shards in turn, page by page, each at its slot, within the day's hours and the pace.</summary>
public static class WalkWaveLane
{
    /// <summary>Pages between two fresh starts: keeps the history, and so each replay, short.</summary>
    private const int PagesPerHistory = 50;

    [Function(nameof(WalkWaveLane))]
    public static async Task<LaneResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        LaneState state = context.GetInput<LaneState>()!;
        for (int page = 0; page < PagesPerHistory; page++)
        {
            if (state.IsAtEnd)
            {
                return state.ToResult(halted: false);
            }

            await WaitForTurn(context, state);
            PageToWork work = state.Next(context.Now());
            WorkedPage worked = await context.CallActivityAsync<WorkedPage>(nameof(WorkWavePage), work, Patience.OverAWeekend);
            state = state.After(work, worked, context.Now());
            context.SetCustomStatus(state.ToResult(halted: false));
            if (worked.Outcome.Halted && !work.Page.IsOver)
            {
                return state.ToResult(halted: true);
            }
        }

        context.ContinueAsNew(state);
        return state.ToResult(halted: false);
    }

    /// <summary>A page that was due in the day's last second may find the day's hours over, and waits for the next day's.</summary>
    private static async Task WaitForTurn(TaskOrchestrationContext context, LaneState state)
    {
        await context.WaitUntil(state.NextDue());
        await context.WaitUntil(state.Plan.DueBy(state.Plan.Window.NextOpening(context.Now())));
    }
}

/// <summary>What a lane did.</summary>
/// <param name="Counts">The action's counters.</param>
/// <param name="Deferred">People left for a later pass.</param>
/// <param name="Tries">How the people fared.</param>
/// <param name="Rest">Set where the wave was paused or stopped: from where the lane is to go on.</param>
public sealed record LaneResult(IReadOnlyDictionary<string, long> Counts, int Deferred, Tries Tries, LaneState? Rest);
