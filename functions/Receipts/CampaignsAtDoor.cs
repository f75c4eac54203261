using Compensation.Campaigns;

namespace Compensation.Receipts;

/// <summary>The campaigns whose people may stand at the door without saying whose they are: those that this installation carries out and that take calls.</summary>
public sealed class CampaignsAtDoor(CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs)
{
    public IReadOnlyList<Campaign> Campaigns { get; } =
    [
        .. campaigns.All
            .Where(campaign => campaign.CallCentre != CallCentreLine.None && runs.All(here => here.Runs(campaign.Id)))
            .OrderBy(campaign => campaign.Id.ToString(), StringComparer.Ordinal),
    ];
}
