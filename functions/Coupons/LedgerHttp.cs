using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.AspNetCore.Http;

namespace Compensation.Coupons;

/// <summary>What the ledger's HTTP functions share.</summary>
internal static class LedgerHttp
{
    /// <summary>The campaign, if it has a ledger at all: one that awards points has none.</summary>
    public static bool TryFind(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(route, out CampaignId id) && campaigns.TryFind(id, out campaign) && campaign.Kind == CampaignKind.Compensation;
    }

    public static IResult NoSuchCampaign() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such compensation campaign.");
}
