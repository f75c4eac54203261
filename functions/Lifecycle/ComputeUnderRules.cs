using Compensation.Awards;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Lifecycle;

/// <summary>
/// Computes the points. Rules that are not taken over stop everything until an operator has seen to them, and each day it is tried again:
/// points are not granted by rules that nobody has tried out.
/// </summary>
public static class ComputeUnderRules
{
    [Function(nameof(ComputeUnderRules))]
    public static async Task<ComputedAwards> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        AwardRun run = context.GetInput<AwardRun>()!;
        SubOrchestrationOptions named = new TaskOptions().WithInstanceId(run.ComputationOn(context.Now()));
        ComputedAwards computed = await context.CallSubOrchestratorAsync<ComputedAwards>(nameof(ComputeAwards), run.Campaign, named);
        if (computed.Refusal is not null)
        {
            await context.WaitUntil(run.DayAfter(context.Now()));
            context.ContinueAsNew(run);
        }

        return computed;
    }
}
