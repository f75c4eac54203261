using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

/// <summary>
/// Starts the campaigns this installation runs, and starts again what failed: every step of a campaign finds what is already done and does only the rest.
/// What an operator has terminated stays terminated. Also sees to it that codes that came in late reach those who wait for them, and that operators hear of what wants them.
/// </summary>
public sealed class KeepCampaignsRunning(
    CampaignCatalog campaigns,
    WaitingClaims waiting,
    WatchCampaigns watch,
    LookAfterCases cases,
    IAlarms alarms,
    IOptions<LifecycleOptions> lifecycle,
    IOptions<WaveOptions> waves,
    IOptions<NoticeOptions> notices,
    IOptions<TransferOptions> transfers,
    TimeProvider time,
    ILogger<KeepCampaignsRunning> log)
{
    [Function(nameof(KeepCampaignsRunning))]
    public Task Run([TimerTrigger("%LifecycleSchedule%", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        lifecycle.Value.CampaignIds.EachOnItsOwnAsync(id => LookAfterAsync(id, orchestrations, cancellationToken), cancellationToken);

    private async Task LookAfterAsync(CampaignId id, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        await StartUnlessRunningAsync(id, orchestrations, cancellationToken);
        bool codesAreLate = await waiting.AnyAsync(id, cancellationToken);
        if (codesAreLate)
        {
            await LookAfterLateCodesAsync(campaigns[id], orchestrations, cancellationToken);
        }

        await LookAfterApplicationsAsync(campaigns[id], orchestrations, cancellationToken);
        await watch.LookAsync(campaigns[id], codesAreLate, orchestrations, cancellationToken);
        await cases.RunAsync(campaigns[id], orchestrations, cancellationToken);
    }

    private async Task StartUnlessRunningAsync(CampaignId id, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        OrchestrationMetadata? instance = await orchestrations.GetInstanceAsync(id.Value, getInputsAndOutputs: false, cancellationToken);
        if (instance is null or { RuntimeStatus: OrchestrationRuntimeStatus.Failed })
        {
            log.CampaignStarted(id, again: instance is not null);
            await StartAsync(campaigns[id], orchestrations, cancellationToken);
            await TellOfFailureAsync(id, instance, cancellationToken);
        }
    }

    private Task TellOfFailureAsync(CampaignId id, OrchestrationMetadata? failed, CancellationToken cancellationToken) => failed is null
        ? Task.CompletedTask
        : alarms.RaiseAsync(AlarmKind.RunFailed, id, id.Value, $"The run of the campaign had failed and was started again: the log says why, GET campaigns/{id}/progress where it stands.", cancellationToken);

    private Task LookAfterLateCodesAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        LateCodes late = LateCodes.Of(campaign, waves.Value);
        return orchestrations.StartUnlessRunningAsync(nameof(HandOutLateCodes), late, late.InstanceId, cancellationToken);
    }

    /// <summary>Not a part of the campaign's own run: campaigns that were begun by an earlier release have applications too.</summary>
    private async Task LookAfterApplicationsAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        string instance = ApplicationsRun.InstanceIdOf(campaign.Id);
        if (campaign.ApplicationSite is not null
            && await orchestrations.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken) is null or { RuntimeStatus: OrchestrationRuntimeStatus.Failed })
        {
            ApplicationsRun run = ApplicationsRun.Of(campaign, waves.Value, time.GetUtcNow());
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunApplications), run, new StartOrchestrationOptions(instance), cancellationToken);
        }
    }

    private Task StartAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        StartOrchestrationOptions named = new(campaign.Id.Value);
        return campaign.Kind == CampaignKind.PointsAward
            ? orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunAwardCampaign), AwardRun.Of(campaign, waves.Value), named, cancellationToken)
            : orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunCampaign), CampaignRun.Of(campaign, waves.Value, notices.Value, transfers.Value), named, cancellationToken);
    }
}
