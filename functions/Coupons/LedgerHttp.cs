using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Coupons;

/// <summary>What the ledger's HTTP functions share.</summary>
internal static class LedgerHttp
{
    /// <summary>Some ten million rows: a gigabyte of disk, and half of one of memory, since each row is remembered by its hash.</summary>
    private const long UploadBytesMax = 1L << 30;

    /// <summary>The campaign, if it has a ledger at all: one that awards points has none.</summary>
    public static bool TryFind(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(route, out CampaignId id) && campaigns.TryFind(id, out campaign) && campaign.Kind == CampaignKind.Compensation;
    }

    public static IResult NoSuchCampaign() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such compensation campaign.");

    /// <summary>Lifts the server's usual limit, which a ledger of a large campaign exceeds.</summary>
    public static Stream Upload(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = UploadBytesMax;
        }

        return request.Body;
    }
}
