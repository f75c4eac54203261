using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>Which of the campaigns on file this installation carries out.</summary>
public interface ICampaignsRunHere
{
    bool Runs(CampaignId campaign);
}
