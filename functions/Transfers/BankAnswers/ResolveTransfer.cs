using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.BankAnswers;

/// <summary><c>PUT campaigns/{campaign}/transfers/{transfer}/result</c>: a person has asked the bank, and ends a review.</summary>
public sealed class ResolveTransfer(CampaignCatalog campaigns, TransferStore transfers, EntitlementStore entitlements, TimeProvider time, ILogger<ResolveTransfer> log)
{
    [Function(nameof(ResolveTransfer))]
    [ApiOperation("Ends the review of a transfer: it is paid, or it came back.", Body = typeof(ResolveRequest), Answer = typeof(TransferView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/transfers/{transfer}/result")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (ResolveRequest? body, IResult? fault) = await JsonBody.ReadAsync<ResolveRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!Operators.IsLine(body.Reason, 500))
        {
            return JsonBody.Fault("reason: expected a line of 1 to 500 characters.");
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await transfers.FindAsync(found, id, cancellationToken) is not { } one
            || await entitlements.FindAsync(found.Id, id, cancellationToken) is not { } right)
        {
            return TransfersHttp.NoSuchTransfer();
        }

        Transfer after = one with
        {
            State = body.Paid ? TransferState.Paid : TransferState.Returned,
            ReturnedBecause = body.Paid ? null : body.Because ?? ResultDecision.ReasonOf(one),
            Resolved = new Signature(by.Id.Value, by.Name, time.GetUtcNow()),
        };
        if (one.State != TransferState.Review || right.State is not (EntitlementState.TransferRequested or EntitlementState.Transferred)
            || !await transfers.TryMoveAsync(found, one, after, right, time.GetUtcNow(), cancellationToken))
        {
            return TransfersHttp.Conflict("The transfer is not in review.");
        }

        log.TransferMoved(found.Id, id, one.State, after.State, after.Version);
        return JsonBody.Answer(TransferView.Of(found, after));
    }
}

/// <summary>What the bank said in the end.</summary>
/// <param name="Paid">True: the person has the money. False: it came back.</param>
/// <param name="Reason">How that was found out; stays in the trail of acts.</param>
/// <param name="Because">Why it came back, where that is known.</param>
public sealed record ResolveRequest(bool Paid, string Reason, ReturnReason? Because = null);
