using Compensation.Awards;
using Compensation.Awards.Postings;
using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Lifecycle;

/// <summary>
/// Day after day until corrections end: what has come in since is computed, and the differences are granted and withdrawn. Members whom the grant wave has
/// not come to wait for their turn; once it has ended, whoever still waits is granted too. Where operators stopped it, nobody new is.
/// On the last day there is a second look, at files that were still being written at the first.
/// </summary>
public static class CorrectAwards
{
    [Function(nameof(CorrectAwards))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        AwardDays days = context.GetInput<AwardDays>()!;
        await context.WaitUntil(days.NextAt < days.Run.Grant.CorrectionsEndAt ? days.NextAt : days.Run.Grant.CorrectionsEndAt);
        if (context.Now() >= days.Run.Grant.CorrectionsEndAt)
        {
            return;
        }

        (AwardDays computed, bool changed) = await Compute(context, days);
        WaveStanding granting = await context.CallActivityAsync<WaveStanding>(nameof(LookUpStanding), days.Run.GrantWave, Patience.OverAWeekend);
        PostingAudience to = granting == WaveStanding.Finished ? PostingAudience.Everybody : PostingAudience.Begun;
        int left = changed || to != days.To || days.LeftOver > 0 ? await Post(context, computed, to) : 0;
        context.ContinueAsNew(computed with { NextAt = days.Run.LookAfter(days.NextAt, context.Now()), To = to, LeftOver = left });
    }

    private static async Task<(AwardDays Days, bool Changed)> Compute(TaskOrchestrationContext context, AwardDays days)
    {
        DateTimeOffset now = context.Now();
        if (!await context.CallActivityAsync<bool>(nameof(LookForChanges), new AwardsSince(days.Run.Campaign, days.ComputedAt), Patience.OverAWeekend))
        {
            return (days, false);
        }

        SubOrchestrationOptions named = new TaskOptions().WithInstanceId(days.Run.ComputationOn(days.NextAt));
        ComputedAwards computed = await context.CallSubOrchestratorAsync<ComputedAwards>(nameof(ComputeAwards), days.Run.Campaign, named);
        return computed.Refusal is null ? (days with { ComputedAt = now, ShardSizes = computed.ShardSizes }, true) : (days, false);
    }

    /// <summary>A wave that fails is for operators to look into; the next day tries again.</summary>
    /// <returns>How many members are left for the next day, at the least.</returns>
    private static async Task<int> Post(TaskOrchestrationContext context, AwardDays days, PostingAudience to)
    {
        WavePlan plan = days.Run.Correction(days.NextAt, to, days.ShardSizes);
        try
        {
            WaveResult result = await context.WalkAsync(plan);
            return result.Deferred;
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(CorrectAwards)).WaveFailed(plan.WaveId, failure.FailureDetails.ErrorMessage);
            return 1;
        }
    }
}

/// <summary>Which day is next, and what is known from the days before.</summary>
/// <param name="Run">The campaign's run.</param>
/// <param name="NextAt">The next day's first minute.</param>
/// <param name="ComputedAt">When the last computation began.</param>
/// <param name="ShardSizes">How many members each shard held then.</param>
public sealed record AwardDays(AwardRun Run, DateTimeOffset NextAt, DateTimeOffset ComputedAt, IReadOnlyList<int> ShardSizes)
{
    /// <summary>Whom the day before was for.</summary>
    public PostingAudience To { get; init; } = PostingAudience.Begun;

    /// <summary>Members whom the day before could not serve to the end.</summary>
    public int LeftOver { get; init; }
}
