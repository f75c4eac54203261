using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary><c>POST campaigns/{campaign}/purchases</c>: a purchase file as the body, a <see cref="PurchaseImportResult"/> as the answer.</summary>
public sealed class ImportPurchases(PurchaseImport import, CampaignCatalog campaigns, Uploads uploads)
{
    [ApiOperation("Takes purchases over, all of a file or nothing.", BodyType = "text/csv", Answer = typeof(PurchaseImportResult), Refusal = typeof(PurchaseImportResult), RefusalStatuses = [409, 422])]
    [Function(nameof(ImportPurchases))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/purchases")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        PurchaseImportResult result = await import.ImportAsync(found.Id, received, "purchases.csv", Operators.NameOf(request, Operators.Stated(request)), CancellationToken.None);
        return JsonBody.Answer(result, result.Outcome switch
        {
            PurchaseImportOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            PurchaseImportOutcome.Closed or PurchaseImportOutcome.Busy => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        });
    }
}
