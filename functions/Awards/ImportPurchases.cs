using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary><c>POST campaigns/{campaign}/purchases</c>: a purchase file as the body, a <see cref="PurchaseImportResult"/> as the answer.</summary>
public sealed class ImportPurchases(PurchaseImport import, CampaignCatalog campaigns)
{
    [ApiOperation("Takes purchases over, all of a file or nothing.", BodyType = "text/csv", Answer = typeof(PurchaseImportResult), Refusal = typeof(PurchaseImportResult), RefusalStatuses = [422])]
    [Function(nameof(ImportPurchases))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/purchases")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        PurchaseImportResult result = await import.ImportAsync(found.Id, AwardsHttp.Upload(request), "purchases.csv", cancellationToken);
        return JsonBody.Answer(result, result.Outcome == PurchaseImportOutcome.Invalid ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
