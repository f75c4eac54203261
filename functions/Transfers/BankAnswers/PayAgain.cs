using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.BankAnswers;

/// <summary><c>POST campaigns/{campaign}/transfers/{transfer}/again</c>: it came back through no fault of the person's. The same account is checked and released once more.</summary>
public sealed class PayAgain(CampaignCatalog campaigns, TransferDesk desk, TransferStore transfers, TimeProvider time, ILogger<PayAgain> log)
{
    [Function("PayTransferAgain")]
    [ApiOperation("Has a transfer that came back by our own side's doing checked and released once more, into the same account.", Answer = typeof(TransferView), MayHeaders = [IdempotencyKey.Header])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/{transfer}/again")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await desk.FindAsync(found, id, cancellationToken) is not { Transfer: { } one, Right: var right })
        {
            return TransfersHttp.NoSuchTransfer();
        }

        SentAct act = desk.ActOf(IdempotencyKey.TryRead(request, out string? key) ? key : null, by, nameof(PayAgain));
        if (one.Acts.Know(act))
        {
            return JsonBody.Answer(TransferView.Of(found, one));
        }

        Transfer again = one with
        {
            Acts = one.Acts.With(act),
            State = TransferState.Requested,
            Version = one.Version + 1,
            Attempt = one.Attempt + 1,
            ChangedAt = time.GetUtcNow(),
            Checked = null,
            Released = null,
            File = null,
            PayOn = null,
            ReturnedBecause = null,
        };
        bool isOurs = one is { State: TransferState.Returned, ReturnedBecause: { } reason, Attempt: < Transfer.AttemptsMax } && reason.ClassOf() == ReturnClass.OurSide;
        if (!isOurs || right.State != EntitlementState.TransferFailed || !await transfers.TryMoveAsync(found, one, again, right, time.GetUtcNow(), cancellationToken))
        {
            return TransfersHttp.Conflict("The transfer did not come back by our own side's doing, or it has changed since.");
        }

        log.TransferMoved(found.Id, id, one.State, again.State, again.Version);
        return JsonBody.Answer(TransferView.Of(found, again));
    }
}
