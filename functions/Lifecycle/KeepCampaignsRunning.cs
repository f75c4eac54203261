using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

/// <summary>
/// Starts the campaigns this installation runs, and starts again what failed: every step of a campaign finds what is already done and does only the rest.
/// What an operator has terminated stays terminated. Also sees to it that codes that came in late reach those who wait for them.
/// </summary>
public sealed class KeepCampaignsRunning(
    CampaignCatalog campaigns, WaitingClaims waiting, IOptions<LifecycleOptions> lifecycle, IOptions<WaveOptions> waves, IOptions<NoticeOptions> notices, ILogger<KeepCampaignsRunning> log)
{
    [Function(nameof(KeepCampaignsRunning))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        foreach (CampaignId id in lifecycle.Value.CampaignIds)
        {
            OrchestrationMetadata? instance = await orchestrations.GetInstanceAsync(id.Value, getInputsAndOutputs: false, cancellationToken);
            if (instance is null or { RuntimeStatus: OrchestrationRuntimeStatus.Failed })
            {
                log.CampaignStarted(id, again: instance is not null);
                await StartAsync(campaigns[id], orchestrations, cancellationToken);
            }

            await LookAfterLateCodesAsync(campaigns[id], orchestrations, cancellationToken);
        }
    }

    private async Task LookAfterLateCodesAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        LateCodes late = LateCodes.Of(campaign, waves.Value);
        if (await waiting.AnyAsync(campaign.Id, cancellationToken)
            && await orchestrations.GetInstanceAsync(late.InstanceId, getInputsAndOutputs: false, cancellationToken) is null or { IsRunning: false })
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(HandOutLateCodes), late, new StartOrchestrationOptions(late.InstanceId), cancellationToken);
        }
    }

    private Task StartAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        StartOrchestrationOptions named = new(campaign.Id.Value);
        return campaign.Kind == CampaignKind.PointsAward
            ? orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunAwardCampaign), AwardRun.Of(campaign, waves.Value), named, cancellationToken)
            : orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunCampaign), CampaignRun.Of(campaign, waves.Value, notices.Value), named, cancellationToken);
    }
}
