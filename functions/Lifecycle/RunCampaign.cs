using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Coupons;
using Compensation.Notices.Persons;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Compensation.Lifecycle;

/// <summary>One campaign from the cutoff to the closing report. It can be read aloud beside the notice.</summary>
public static class RunCampaign
{
    [Function(nameof(RunCampaign))]
    public static async Task<ClosingReport> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CampaignRun run = context.GetInput<CampaignRun>()!;

        await context.WaitUntil(run.CutoffAt);
        SealedLedger ledger = await SealBalances(context, run);
        await JoinDuplicates(context, run, ledger);

        List<Task> sending = [];
        sending.AddRange(run.Waves.Select(wave => SendOut(context, run.Issue(wave, ledger))));
        sending.AddRange(Enumerable.Range(1, run.Reminders.Count).Select(number => SendOut(context, run.Reminder(number, ledger))));
        sending.Add(SendOutFallbacks(context, run));
        Task paying = PayIntoAccounts(context, run);

        await context.WaitUntil(run.ReceiptEndsAt);
        await Task.WhenAll(sending);
        await context.WalkAsync(run.Expiry(ledger));
        if (run.BooksCloseAt is { } booksCloseAt)
        {
            await CloseTheBooks(context, run.InterimBooks(ledger), "interim");
            await context.WaitUntil(booksCloseAt);
            await context.WalkAsync(run.ExpiryBeforeBooksClose(ledger));
        }

        await paying;
        return await CloseTheBooks(context, run.Books(ledger), "closing");
    }

    private static Task<SealedLedger> SealBalances(TaskOrchestrationContext context, CampaignRun run) =>
        context.CallSubOrchestratorAsync<SealedLedger>(nameof(SealLedger), run.Campaign, Named($"{run.Campaign}:seal"));

    /// <summary>Only where the campaign says so: otherwise a person with several entitlements gets a message for each.</summary>
    private static Task JoinDuplicates(TaskOrchestrationContext context, CampaignRun run, SealedLedger ledger) => run.Sending.DuplicatePersons == DuplicatePersons.OneForAll
        ? context.CallSubOrchestratorAsync<JoinedPersons>(nameof(JoinPersons), run.Persons(ledger), Named($"{run.Campaign}:persons"))
        : Task.CompletedTask;

    /// <summary>
    /// A wave that fails is for operators to look into. It must not keep the others, or the deadline, from their time.
    /// Every wave ends by itself at the deadline, so that nothing is open when the books are closed.
    /// </summary>
    private static async Task SendOut(TaskOrchestrationContext context, WavePlan plan)
    {
        try
        {
            await context.WalkAsync(plan);
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunCampaign)).WaveFailed(plan.WaveId, failure.FailureDetails.ErrorMessage);
        }
    }

    private static async Task SendOutFallbacks(TaskOrchestrationContext context, CampaignRun run)
    {
        try
        {
            await context.CallSubOrchestratorAsync(nameof(SendFallbacks), run.Fallbacks(), Named($"{run.Campaign}:fallbacks"));
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(RunCampaign)).WaveFailed("fallbacks", failure.FailureDetails.ErrorMessage);
        }
    }

    private static Task PayIntoAccounts(TaskOrchestrationContext context, CampaignRun run) => run.Transfers is { } days
        ? context.CallSubOrchestratorAsync(nameof(PayTransfers), days, Named($"{run.Campaign}:transfers"))
        : Task.CompletedTask;

    private static Task<ClosingReport> CloseTheBooks(TaskOrchestrationContext context, CloseOrder books, string name) =>
        context.CallSubOrchestratorAsync<ClosingReport>(nameof(CloseBooks), books, Named($"{books.Campaign}:{name}"));

    private static SubOrchestrationOptions Named(string instanceId) => new TaskOptions().WithInstanceId(instanceId);
}
