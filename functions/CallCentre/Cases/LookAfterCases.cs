using Compensation.Campaigns;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Completes the list of cases, and begins the orchestrations of those whose opening died before it came to that, and those that failed: each finds what is done, and does the rest.</summary>
public sealed class LookAfterCases(CaseStore cases)
{
    public async Task RunAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (campaign.DoubleCharges is null)
        {
            return;
        }

        await cases.ListAllAsync(campaign.Id, cancellationToken);
        await foreach (CaseNumber number in cases.ReadUnfollowedAsync(campaign.Id, cancellationToken))
        {
            await FollowCase.StartAsync(orchestrations, new CaseRun(campaign.Id, number), cancellationToken);
        }

        OrchestrationQuery failed = new(InstanceIdPrefix: CaseRun.PrefixOf(campaign.Id), Statuses: [OrchestrationRuntimeStatus.Failed]);
        await foreach (OrchestrationMetadata instance in orchestrations.GetAllInstancesAsync(failed).WithCancellation(cancellationToken))
        {
            await FollowCase.StartAsync(orchestrations, new CaseRun(campaign.Id, CaseNumber.Parse(instance.InstanceId[CaseRun.PrefixOf(campaign.Id).Length..])), cancellationToken);
        }
    }
}
