using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Lifecycle;

/// <summary>Day after day until the deadline: whom the issue notice did not reach is written to on the other channel, once.</summary>
public static class SendFallbacks
{
    [Function(nameof(SendFallbacks))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        FallbackDays days = context.GetInput<FallbackDays>()!;
        await context.WaitUntil(days.NextAt);
        if (context.Now() >= days.Run.ReceiptEndsAt)
        {
            return;
        }

        MarkedPeople failed = new(days.Run.Campaign, Unreached.FallbackDue);
        int people = await context.CallActivityAsync<int>(nameof(CountAudience), failed, Patience.OverAWeekend);
        if (people > 0)
        {
            WavePlan plan = days.Run.Fallback(days.NextAt, people);
            await context.CallSubOrchestratorAsync<WaveResult>(nameof(RunWave), plan, new TaskOptions().WithInstanceId(plan.InstanceId));
        }

        context.ContinueAsNew(days with { NextAt = days.NextAt.AddDays(1) });
    }
}

/// <summary>Which day is next.</summary>
public sealed record FallbackDays(CampaignRun Run, DateTimeOffset NextAt);
