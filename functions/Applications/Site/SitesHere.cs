using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Applications.Site;

/// <summary>The special sites of the campaigns that this installation carries out: an application for another one would never be decided by anybody.</summary>
public sealed class SitesHere(CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs)
{
    private readonly HashSet<CampaignId> _here = [.. campaigns.All.Where(campaign => campaign.ApplicationSite is not null && runs.All(here => here.Runs(campaign.Id))).Select(campaign => campaign.Id)];

    /// <summary>The campaign of an address.</summary>
    public bool TryFind(string route, [NotNullWhen(true)] out Campaign? campaign) => campaigns.TryFindByRoute(route, out campaign) && _here.Contains(campaign.Id);
}
