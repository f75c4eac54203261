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
    internal const string NotOurs = "The transfer did not come back by our own side's doing, or it has changed since.";

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

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await desk.FindAsync(found, id, cancellationToken) is not { Transfer: not null })
        {
            return TransfersHttp.NoSuchTransfer();
        }

        return await HandleAsync(found, id, by, IdempotencyKey.TryRead(request, out string? key) ? key : null, cancellationToken) is { } again
            ? JsonBody.Answer(TransferView.Of(found, again))
            : TransfersHttp.Conflict(NotOurs);
    }

    /// <returns>The transfer as it is to be checked again, or as it stands where that was done before; null where it did not come back by our own side's doing.</returns>
    internal async Task<Transfer?> HandleAsync(Campaign campaign, EntitlementId id, Person by, string? key, CancellationToken cancellationToken)
    {
        SentAct act = desk.ActOf(key, by, nameof(PayAgain));
        while (await desk.FindAsync(campaign, id, cancellationToken) is { Transfer: { } one, Right: var right })
        {
            if (one.Acts.Know(act))
            {
                return one;
            }

            if (!MayBePaidAgain(one) || right.State != EntitlementState.TransferFailed)
            {
                return null;
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
            if (await transfers.TryMoveAsync(campaign, one, again, right, time.GetUtcNow(), cancellationToken))
            {
                log.TransferMoved(campaign.Id, id, one.State, again.State, again.Version);
                return again;
            }
        }

        return null;
    }

    /// <summary>It came back through no fault of the person's.</summary>
    internal static bool MayBePaidAgain(Transfer one) => one is { State: TransferState.Returned, ReturnedBecause: { } reason, Attempt: < Transfer.AttemptsMax, Version: < Transfer.VersionsMax } && reason.ClassOf() == ReturnClass.OurSide;
}
