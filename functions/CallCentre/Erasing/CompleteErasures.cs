using Compensation.Campaigns;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Erasing;

/// <summary>Erases what a kill has left of somebody who is being erased. By whom and why is on record with the act.</summary>
public sealed class CompleteErasures(CampaignCatalog campaigns, CarryOutErasure carryOut)
{
    [Function(nameof(CompleteErasures))]
    public Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        campaigns.All.EachOnItsOwnAsync(campaign => carryOut.CompleteAsync(campaign, cancellationToken), cancellationToken);
}
