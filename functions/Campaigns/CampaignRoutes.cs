using System.Diagnostics.CodeAnalysis;
using Compensation.Common;
using Microsoft.AspNetCore.Http;

namespace Compensation.Campaigns;

/// <summary>Campaigns as routes name them.</summary>
public static class CampaignRoutes
{
    public static bool TryFindByRoute(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(route, out CampaignId id) && campaigns.TryFind(id, out campaign);
    }

    public static IResult NoSuchCampaign() => Results.Problem("There is no such campaign.", statusCode: StatusCodes.Status404NotFound);
}
