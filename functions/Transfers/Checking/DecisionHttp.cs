using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;

namespace Compensation.Transfers.Checking;

/// <summary>What checks and releases share: a person, a list, an outcome for each.</summary>
internal static class DecisionHttp
{
    public static async Task<IResult> DecideAsync(
        this HttpRequest request,
        CampaignCatalog campaigns,
        string campaign,
        Func<Campaign, Person, DecidedTransfer, CancellationToken, Task<DecisionOutcome>> decide,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return TransfersHttp.NoPerson();
        }

        (TransferDecisions? body, IResult? fault) = await JsonBody.ReadAsync<TransferDecisions>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (body.Transfers.Count is 0 or > TransferDecisions.Most)
        {
            return JsonBody.Fault($"transfers: expected 1 to {TransferDecisions.Most}.");
        }

        Operators.NameOf(request, stated: null);
        List<MadeDecision> made = [];
        foreach (DecidedTransfer one in body.Transfers)
        {
            made.Add(new MadeDecision(one.Id, await decide(found, by, one, cancellationToken)));
        }

        return JsonBody.Answer(new TransferDecisionsMade(made));
    }
}
