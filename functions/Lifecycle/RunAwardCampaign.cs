using Compensation.Awards;
using Compensation.Awards.Books;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Compensation.Lifecycle;

/// <summary>One points award from the first grant to the closing report. It can be read aloud beside the terms.</summary>
public static class RunAwardCampaign
{
    [Function(nameof(RunAwardCampaign))]
    public static async Task<AwardClosingReport> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        AwardRun run = context.GetInput<AwardRun>()!;

        await context.WaitUntil(run.Grant.StartsAt);
        DateTimeOffset computedAt = context.Now();
        ComputedAwards computed = await ComputePoints(context, run);

        Task granting = Grant(context, run.Granting(computed.ShardSizes));
        Task corrections = Correct(context, new AwardDays(run, run.DayAfter(context.Now()), computedAt, computed.ShardSizes));
        Task notices = Notify(context, new GrantNoticeDays(run, run.DayAfter(context.Now()), run.Grant.StartsAt, computed.ShardSizes));
        try
        {
            await context.WaitUntil(run.Grant.CorrectionsEndAt);
            await ComputePoints(context, run);
            return await context.CallSubOrchestratorAsync<AwardClosingReport>(nameof(CloseAwardBooks), run.Books, Named($"{run.Campaign}:closing"));
        }
        finally
        {
            // They end by themselves, a week after the books are closed at the latest.
            await Task.WhenAll(granting, corrections, notices);
        }
    }

    private static Task<ComputedAwards> ComputePoints(TaskOrchestrationContext context, AwardRun run) =>
        context.CallSubOrchestratorAsync<ComputedAwards>(nameof(ComputeUnderRules), run, Named($"{run.Campaign}:computation"));

    /// <summary>A wave that fails is for operators to look into. It must not keep corrections, or the end, from their time.</summary>
    private static async Task Grant(TaskOrchestrationContext context, WavePlan plan)
    {
        try
        {
            await context.WalkAsync(plan);
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunAwardCampaign)).WaveFailed(plan.WaveId, failure.FailureDetails.ErrorMessage);
        }
    }

    private static async Task Correct(TaskOrchestrationContext context, AwardDays days)
    {
        try
        {
            await context.CallSubOrchestratorAsync(nameof(CorrectAwards), days, Named($"{days.Run.Campaign}:corrections"));
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunAwardCampaign)).WaveFailed("corrections", failure.FailureDetails.ErrorMessage);
        }
    }

    /// <summary>Only where the campaign says so. It goes on for a week after the books are closed, so that the last day's members are told too.</summary>
    private static async Task Notify(TaskOrchestrationContext context, GrantNoticeDays days)
    {
        if (!days.Run.Notifies)
        {
            return;
        }

        try
        {
            await context.CallSubOrchestratorAsync(nameof(SendGrantNotices), days, Named($"{days.Run.Campaign}:notices"));
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunAwardCampaign)).WaveFailed("notices", failure.FailureDetails.ErrorMessage);
        }
    }

    private static SubOrchestrationOptions Named(string instanceId) => new TaskOptions().WithInstanceId(instanceId);
}
