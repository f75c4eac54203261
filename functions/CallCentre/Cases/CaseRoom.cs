using Compensation.Campaigns;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>What every function of cases needs.</summary>
public sealed class CaseRoom(CampaignCatalog campaigns, CaseStore cases, CaseDesk desk, IOptions<CaseOptions> options)
{
    internal CampaignCatalog Campaigns => campaigns;

    internal CaseStore Cases => cases;

    internal CaseDesk Desk => desk;

    internal CaseTimes? TimesOf(Campaign campaign, DoubleChargeCase one) => CaseTimes.Of(one, options.Value, campaign.DoubleCharges!);
}
