using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts;

/// <summary>For who has had a message and wonders: how to tell that it is genuine.</summary>
public sealed class CheckGenuine(CampaignCatalog campaigns, CampaignsAtDoor door, IOptions<ReceiptSiteOptions> site)
{
    [Function("CheckGenuine")]
    [ApiOperation("How to tell whether a message of the campaign is genuine.", AnswerType = "text/html", FaultType = "text/html")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = $"{PublicPage.GenuineFolder}/{{campaign}}")] HttpRequest request, string campaign) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) && found.Senders != Senders.None
            ? GenuinePage.Of(new AskedReceipt(found, request), site.Value)
            : LostPages.Unknown(request, door.Campaigns);
}
