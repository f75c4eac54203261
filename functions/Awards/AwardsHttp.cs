using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Awards;

/// <summary>What the awards' HTTP functions share.</summary>
internal static class AwardsHttp
{
    /// <summary>Some twenty million rows. They are sorted on disk, so this bounds the disk, not the memory.</summary>
    private const long UploadBytesMax = 2L << 30;

    /// <summary>The campaign, if it awards points.</summary>
    public static bool TryFindAward(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(route, out CampaignId id) && campaigns.TryFind(id, out campaign) && campaign.Award is not null;
    }

    public static IResult NoSuchCampaign() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such campaign that awards points.");

    /// <summary>Lifts the server's usual limit, which a month's purchases exceed.</summary>
    public static Stream Upload(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = UploadBytesMax;
        }

        return request.Body;
    }
}
