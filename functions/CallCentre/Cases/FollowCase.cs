using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>
/// One case from the call to the yen: the shop is asked and reminded, colleagues are reminded of what waits for them, and what has both confirmations is put back. What
/// stands where is looked up each time; events only say that there is something to look up. One step to a history.
/// </summary>
public static class FollowCase
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_later = TimeSpan.FromMinutes(15);

    /// <summary>So often a case that cannot be put back just now is tried again soon.</summary>
    private const int TriesSoon = 10;

    [Function(nameof(FollowCase))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CaseRun run = context.GetInput<CaseRun>()!;
        CaseLook look = await context.CallActivityAsync<CaseLook>(nameof(LookAtCase), run, Patience.OverAWeekend);
        if (look.IsSettled)
        {
            return;
        }

        int tries = look.State == CaseState.Approved ? await PutBack(context, run) : 0;
        if (look.Notice is { } notice)
        {
            await context.WalkAsync(notice);
            await context.CallActivityAsync(nameof(CloseCase), run, Patience.OverAWeekend);
        }
        else if (look.State != CaseState.Approved)
        {
            await WaitOrPress(context, run, look);
        }

        context.ContinueAsNew(run with { Tries = tries });
    }

    /// <returns>How often that has been tried in vain.</returns>
    private static async Task<int> PutBack(TaskOrchestrationContext context, CaseRun run)
    {
        CaseState state = await context.CallActivityAsync<CaseState>(nameof(PutBackCase), run, Patience.OverAWeekend);
        if (state != CaseState.Approved)
        {
            return 0;
        }

        await context.WaitUntil(context.Now() + (run.Tries < TriesSoon ? s_soon : s_later));
        return run.Tries + 1;
    }

    private static async Task WaitOrPress(TaskOrchestrationContext context, CaseRun run, CaseLook look)
    {
        await context.WaitForWordUntil(CaseMoves.Moved, look.NextAt);
        if (look.WriteAt <= context.Now())
        {
            await context.CallActivityAsync(nameof(WriteToShop), run, Patience.OverAWeekend);
        }

        if (look.PressAt <= context.Now())
        {
            await context.CallActivityAsync(nameof(PressCase), new CaseToPress(run.Campaign, run.Number, look.Version, look.Pressed), Patience.OverAWeekend);
        }
    }

    /// <summary>Lets a case's orchestration know that something was done; begins it where there is none.</summary>
    internal static async Task TellAsync(this DurableTaskClient orchestrations, DoubleChargeCase one, CancellationToken cancellationToken)
    {
        CaseRun run = new(one.Campaign, one.Number);
        if (!await orchestrations.TellIfRunningAsync(run.InstanceId, CaseMoves.Moved, string.Empty, cancellationToken) && !one.IsSettled)
        {
            await StartAsync(orchestrations, run, cancellationToken);
        }
    }

    internal static Task StartAsync(DurableTaskClient orchestrations, CaseRun run, CancellationToken cancellationToken) =>
        orchestrations.StartUnlessRunningAsync(nameof(FollowCase), run, run.InstanceId, cancellationToken);
}

/// <summary>Which case is followed. No personal data.</summary>
public sealed record CaseRun(CampaignId Campaign, CaseNumber Number)
{
    /// <summary>How often putting back was tried in vain.</summary>
    public int Tries { get; init; }

    public string InstanceId => $"{PrefixOf(Campaign)}{Number}";

    public static string PrefixOf(CampaignId campaign) => $"{campaign}:case-";
}
