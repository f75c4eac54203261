using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Compensation.Applications;

/// <summary>
/// Each morning from the opening of the special site to the receipt deadline, and once more on the last day: decide what has come in, tell those who are to be told, and send the link to those who
/// were accepted after the application wave had come to them, or had ended.
/// </summary>
public static class RunApplications
{
    [Function(nameof(RunApplications))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ApplicationsRun run = context.GetInput<ApplicationsRun>()!;
        if (run.NextAt >= run.ReceiptEndsAt)
        {
            return;
        }

        await context.WaitUntil(run.NextAt);
        await context.CallActivityAsync<int>(nameof(DecideApplications), run.Campaign, Patience.OverAWeekend);
        await context.CallActivityAsync(nameof(SendQueuedMessages), run.Campaign, Patience.OverAWeekend);
        await SendToAccepted(context, run);
        context.ContinueAsNew(run.After(context.Now()));
    }

    /// <summary>A wave that fails is for operators to look into; the next day tries again.</summary>
    private static async Task SendToAccepted(TaskOrchestrationContext context, ApplicationsRun run)
    {
        int accepted = await context.CallActivityAsync<int>(nameof(CountAccepted), new AcceptedOn(run.Campaign, run.NextAt), Patience.OverAWeekend);
        if (accepted == 0)
        {
            return;
        }

        try
        {
            await context.WalkAsync(run.Late(accepted));
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunApplications)).LateWaveFailed(run.Campaign, failure.FailureDetails.ErrorMessage);
        }

        await context.CallActivityAsync(nameof(SettleAccepted), run.Campaign, Patience.OverAWeekend);
    }
}
