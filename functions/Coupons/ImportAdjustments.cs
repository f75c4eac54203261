using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary><c>POST campaigns/{campaign}/adjustments</c>: a file of adjustments as the body, an <see cref="AdjustmentResult"/> as the answer.</summary>
public sealed class ImportAdjustments(AdjustmentImport import, CampaignCatalog campaigns, Uploads uploads)
{
    [Function(nameof(ImportAdjustments))]
    [ApiOperation("Takes corrections of balances over.", BodyType = "text/csv", Answer = typeof(AdjustmentResult), Refusal = typeof(AdjustmentResult), RefusalStatuses = [409, 422])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/adjustments")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        AdjustmentResult result = await import.ApplyAsync(found.Id, received, "adjustments.csv", Operators.NameOf(request, Operators.Stated(request)), CancellationToken.None);
        return JsonBody.Answer(result, result.Outcome switch
        {
            AdjustmentOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            AdjustmentOutcome.Closed or AdjustmentOutcome.Busy => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        });
    }
}
