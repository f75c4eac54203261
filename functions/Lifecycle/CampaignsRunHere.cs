using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

/// <summary>As the settings say.</summary>
public sealed class CampaignsRunHere(IOptions<LifecycleOptions> options) : ICampaignsRunHere
{
    public bool Runs(CampaignId campaign) => options.Value.CampaignIds.Contains(campaign);
}
