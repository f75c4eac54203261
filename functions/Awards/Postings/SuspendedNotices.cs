using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Awards.Postings;

/// <summary>While a campaign's postings are suspended, nobody is told of points either: it may be the points that are wrong.</summary>
public sealed class SuspendedNotices(CampaignCatalog campaigns, PostingStandings standings) : INoticeHold
{
    public async ValueTask<bool> HoldsAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        campaigns[campaign].NotifiesGrants && (await standings.FindAsync(campaign, cancellationToken)).Suspended;
}
