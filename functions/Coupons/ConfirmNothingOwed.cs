using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary><c>POST campaigns/{campaign}/seal/nothing-owed</c>: lets a ledger be sealed of which nothing is owed.</summary>
public sealed class ConfirmNothingOwed(NothingOwed nothingOwed, CampaignCatalog campaigns)
{
    [Function(nameof(ConfirmNothingOwed))]
    [ApiOperation("Says that nothing is owed in this campaign: a ledger that is empty, or of which nothing is owed, is not sealed without this.", Body = typeof(LedgerAct), AnswerType = "", Status = 204)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/seal/nothing-owed")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        (LedgerAct? act, string by, IResult? fault) = await LedgerAct.ReadAsync(request, cancellationToken);
        if (act is null)
        {
            return fault!;
        }

        await nothingOwed.ConfirmAsync(found.Id, by, act.Reason, cancellationToken);
        return Results.NoContent();
    }
}
