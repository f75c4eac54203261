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
        IReadOnlyList<int> shards = state.Plan.ShardsOf(state.Lane);
        for (int page = 0; page < PagesPerHistory; page++)
        {
            if (state.ShardIndex == shards.Count)
            {
                return new LaneResult(state.Counts, state.Deferred);
            }

            DateTimeOffset due = state.NextDue();
            await context.WaitUntil(due);
            WorkedPage worked = await context.CallActivityAsync<WorkedPage>(nameof(WorkWavePage), state.PageOf(shards[state.ShardIndex]), Patience.OverAWeekend);
            state = state.After(worked, context.Now());
            context.SetCustomStatus(new LaneResult(state.Counts, state.Deferred));
        }

        context.ContinueAsNew(state);
        return new LaneResult(state.Counts, state.Deferred);
    }
}

/// <summary>What a lane did.</summary>
public sealed record LaneResult(IReadOnlyDictionary<string, long> Counts, int Deferred);

/// <summary>Where a lane stands.</summary>
/// <param name="Plan">The wave's plan.</param>
/// <param name="Lane">0 to lanes − 1.</param>
/// <param name="Pass">0 for the planned pass; later passes do not wait for slots.</param>
/// <param name="ShardIndex">Which of the lane's shards is being walked.</param>
/// <param name="Cursor">The last entitlement served in it, or null.</param>
/// <param name="PagesDone">Pages finished in this pass.</param>
/// <param name="NotBefore">The pace, or the provider, asks to wait until then.</param>
/// <param name="Counts">The action's counters so far.</param>
/// <param name="Deferred">People left for a later pass.</param>
public sealed record LaneState(
    WavePlan Plan,
    int Lane,
    int Pass,
    int ShardIndex,
    EntitlementId? Cursor,
    int PagesDone,
    DateTimeOffset NotBefore,
    IReadOnlyDictionary<string, long> Counts,
    int Deferred)
{
    public static LaneState Start(WavePlan plan, int lane, int pass) => new(plan, lane, pass, 0, null, 0, plan.Window.StartsAt, Counters.None, 0);

    public DateTimeOffset NextDue()
    {
        DateTimeOffset slot = Pass == 0 ? Plan.SlotOf(Lane, PagesDone) : Plan.Window.StartsAt;
        return Plan.Window.NextOpening(slot > NotBefore ? slot : NotBefore);
    }

    public WavePage PageOf(int shard) => new(Plan.Campaign, Plan.WaveId, Plan.Action, Plan.Argument, shard, Cursor, Plan.Take);

    public LaneState After(WorkedPage worked, DateTimeOffset now)
    {
        LaneState counted = this with { Counts = Counts.Plus(worked.Counts), NotBefore = now + Plan.LeastInterval };
        if (worked.RepeatAt is { } repeatAt)
        {
            return counted with { NotBefore = repeatAt };
        }

        LaneState done = counted with
        {
            PagesDone = PagesDone + (worked.Looked > 0 ? 1 : 0),
            Deferred = Deferred + worked.Deferred,
        };
        return worked.Next is { } next ? done with { Cursor = next } : done with { Cursor = null, ShardIndex = ShardIndex + 1 };
    }
}
