using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.AspNetCore.Http;

namespace Compensation.Awards;

/// <summary>What the awards' HTTP functions share.</summary>
internal static class AwardsHttp
{
    /// <summary>The campaign, if it awards points.</summary>
    public static bool TryFindAward(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(route, out CampaignId id) && campaigns.TryFind(id, out campaign) && campaign.Award is not null;
    }

    public static IResult NoSuchCampaign() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such campaign that awards points.");
}
