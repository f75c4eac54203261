using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Transfers.Checking;

/// <summary>What checks and releases share: a person, a list, an outcome for each, and that each is looked at in the version that is named.</summary>
internal static class DecisionHttp
{
    public static async Task<IResult> DecideAsync(
        this HttpRequest request,
        CampaignCatalog campaigns,
        TransferDesk desk,
        string campaign,
        Func<TransferToDecide, CancellationToken, Task<DecisionOutcome>> decide,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
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

        List<MadeDecision> made = [];
        foreach (DecidedTransfer one in body.Transfers)
        {
            made.Add(new MadeDecision(one.Id, await desk.FindAsync(found, one.Id, cancellationToken) switch
            {
                null or { Transfer: null } => DecisionOutcome.Unknown,
                { Transfer.Version: var version } when version != one.Version => DecisionOutcome.Changed,
                { Transfer: var transfer, Right: var right } => await decide(new TransferToDecide(found, by, one, transfer, right), cancellationToken),
            }));
        }

        return JsonBody.Answer(new TransferDecisionsMade(made));
    }
}

/// <summary>A transfer in the version about which somebody decides.</summary>
internal sealed record TransferToDecide(Campaign Campaign, Person By, DecidedTransfer Decided, Transfer Transfer, Entitlement Right);
