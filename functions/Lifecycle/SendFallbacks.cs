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
        await context.WaitUntil(days.NextAt < days.Run.ReceiptEndsAt ? days.NextAt : days.Run.ReceiptEndsAt);
        if (context.Now() >= days.Run.ReceiptEndsAt)
        {
            return;
        }

        MarkedPeople failed = new(days.Run.Campaign, Unreached.FallbackDue);
        int people = await context.CallActivityAsync<int>(nameof(CountAudience), failed, Patience.OverAWeekend);
        if (people > 0)
        {
            await Walk(context, days.Run.Fallback(days.NextAt, people));
        }

        context.ContinueAsNew(days with { NextAt = days.NextAt.AddDays(1) });
    }

    /// <summary>A wave that fails is for operators to look into; the next day tries again.</summary>
    private static async Task Walk(TaskOrchestrationContext context, WavePlan plan)
    {
        try
        {
            await context.WalkAsync(plan);
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(SendFallbacks)).WaveFailed(plan.WaveId, failure.FailureDetails.ErrorMessage);
        }
    }
}

/// <summary>Which day is next.</summary>
public sealed record FallbackDays(CampaignRun Run, DateTimeOffset NextAt);
