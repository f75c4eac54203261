using Compensation.Common;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Payouts;

/// <summary>Ends the telling of late codes: who was to be told bears no mark any more.</summary>
public sealed class ForgetReadyClaims(WaitingClaims waiting)
{
    [Function(nameof(ForgetReadyClaims))]
    public Task Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken) => waiting.ForgetReadyAsync(campaign, cancellationToken);
}
