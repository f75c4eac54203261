using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary><c>POST campaigns/{campaign}/imports/{import}/take-back</c>: an act of record, before the cutoff.</summary>
public sealed class TakeBackImport(TakingBack takingBack, CampaignCatalog campaigns)
{
    [Function(nameof(TakeBackImport))]
    [ApiOperation("Takes back a ledger or a file of adjustments that was imported by mistake: nothing of it counts any more.", Body = typeof(LedgerAct), Answer = typeof(ImportEntry))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/imports/{import}/take-back")] HttpRequest request,
        string campaign, string import, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        (LedgerAct? act, string by, IResult? fault) = await LedgerAct.ReadAsync(request, cancellationToken);
        return act is null ? fault! : await takingBack.RunAsync(found, import, by, act.Reason, CancellationToken.None) switch
        {
            TakingBackResult.Done done => JsonBody.Answer(done.Import),
            TakingBackResult.Refused refused => Results.Problem(refused.Reason, statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem("There is no such ledger or file of adjustments in this campaign; GET imports lists them.", statusCode: StatusCodes.Status404NotFound),
        };
    }
}
