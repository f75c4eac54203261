using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary><c>POST campaigns/{campaign}/ledger?dryRun=true|false</c>: a coupon ledger as the body, an <see cref="ImportResult"/> as the answer.</summary>
public sealed class ImportLedger(LedgerImport import, CampaignCatalog campaigns, Uploads uploads)
{
    [Function(nameof(ImportLedger))]
    [ApiOperation("Takes a coupon ledger over, all of it or nothing.", BodyType = "text/csv", Answer = typeof(ImportResult), Refusal = typeof(ImportResult), RefusalStatuses = [409, 422], Query = ["dryRun"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/ledger")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        if (!DryRun.TryRead(request, out bool dryRun))
        {
            return DryRun.Fault();
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        ImportResult result = await import.ImportAsync(found.Id, received, "ledger.csv", Operators.NameOf(request, Operators.Stated(request)), dryRun, CancellationToken.None);
        return JsonBody.Answer(result, result.Outcome switch
        {
            ImportOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            ImportOutcome.Closed or ImportOutcome.Busy => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        });
    }
}
