using System.Text.Json;
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

/// <summary><c>PUT campaigns/{campaign}/transfers/{transfer}/result</c>: a person has asked the bank, and ends a review.</summary>
public sealed class ResolveTransfer(CampaignCatalog campaigns, TransferDesk desk, TransferStore transfers, TimeProvider time, ILogger<ResolveTransfer> log)
{
    [Function(nameof(ResolveTransfer))]
    [ApiOperation("Ends the review of a transfer: it is paid, or it came back.", Body = typeof(ResolveRequest), Answer = typeof(TransferView), MayHeaders = [IdempotencyKey.Header])]
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

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await desk.FindAsync(found, id, cancellationToken) is not { Transfer: not null })
        {
            return TransfersHttp.NoSuchTransfer();
        }

        return await HandleAsync(found, id, body, by, IdempotencyKey.TryRead(request, out string? key) ? key : null, cancellationToken) is { } resolved
            ? JsonBody.Answer(TransferView.Of(found, resolved))
            : TransfersHttp.Conflict("The transfer is not in review, or the bank has said more since it was looked at.");
    }

    /// <summary>Ends a review. Without a key a repeat is known as long as the bank has said nothing that opens another.</summary>
    /// <returns>The transfer as it stands then; null where it is not in review, or the bank has said more since it was looked at.</returns>
    internal async Task<Transfer?> HandleAsync(Campaign campaign, EntitlementId id, ResolveRequest request, Person by, string? key, CancellationToken cancellationToken)
    {
        SentAct act = desk.ActOf(key, by, nameof(ResolveTransfer), JsonSerializer.Serialize(request, JsonBody.Format));
        while (await desk.FindAsync(campaign, id, cancellationToken) is { Transfer: { } one, Right: var right })
        {
            if (one.Acts.Know(act) && (act.IsExact || one.State != TransferState.Review))
            {
                return one;
            }

            if (one.State != TransferState.Review || (request.Said is { } said && said != one.Said) || right.State is not (EntitlementState.TransferRequested or EntitlementState.Transferred))
            {
                return null;
            }

            Transfer after = one with
            {
                Acts = one.Acts.With(act),
                State = request.Paid ? TransferState.Paid : TransferState.Returned,
                ReturnedBecause = request.Paid ? null : request.Because ?? ResultDecision.ReasonOf(one),
                Resolved = new Signature(by.Id.Value, by.Name, time.GetUtcNow()),
                Resolution = new Resolution(one.Attempt, request.Paid, DayOf(one, request.Paid), one.Lines),
            };
            if (await transfers.TryMoveAsync(campaign, one, after, right, time.GetUtcNow(), cancellationToken))
            {
                log.TransferMoved(campaign.Id, id, one.State, after.State, after.Version);
                return after;
            }
        }

        return null;
    }

    /// <summary>The last day that the bank has named for it; where it has named none, today.</summary>
    private DateOnly DayOf(Transfer one, bool paid) =>
        one.Lines.Where(line => line.Attempt == one.Attempt && line.Returned != paid).Select(line => line.On).DefaultIfEmpty(time.GetUtcNow().DateInJapan()).Max();
}

/// <summary>What the bank said in the end.</summary>
/// <param name="Paid">True: the person has the money. False: it came back.</param>
/// <param name="Reason">How that was found out; stays in the trail of acts.</param>
/// <param name="Because">Why it came back, where that is known.</param>
public sealed record ResolveRequest(bool Paid, string Reason, ReturnReason? Because = null)
{
    /// <summary>How many of the bank's lines were looked at: on any other number nothing is decided. Null: as they stand.</summary>
    public int? Said { get; init; }
}
