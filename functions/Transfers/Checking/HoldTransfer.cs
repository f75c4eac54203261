using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.Checking;

/// <summary><c>PUT campaigns/{campaign}/transfers/{transfer}/hold</c>: it cannot be paid as it is. The person is told to correct the account, or to take points.</summary>
public sealed class HoldTransfer(CampaignCatalog campaigns, TransferDesk desk, TransferStore transfers, TimeProvider time, ILogger<HoldTransfer> log)
{
    internal const int ReasonLengthMax = 200;

    [Function(nameof(HoldTransfer))]
    [ApiOperation("Holds a transfer that is not released yet, or whose file is not made, and has the person told.", Body = typeof(HoldRequest), Answer = typeof(TransferView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/transfers/{transfer}/hold")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (HoldRequest? body, IResult? fault) = await JsonBody.ReadAsync<HoldRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"reason: expected a line of 1 to {ReasonLengthMax} characters.");
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await desk.FindAsync(found, id, cancellationToken) is not { Transfer: not null })
        {
            return TransfersHttp.NoSuchTransfer();
        }

        return await HandleAsync(found, id, body, by, cancellationToken) is { } held
            ? JsonBody.Answer(TransferView.Of(found, held))
            : TransfersHttp.Conflict("The transfer has changed since, or stands in a file already.");
    }

    /// <returns>The transfer as it is held, or as it stands where that was done before; null where it has changed since it was looked at, or cannot be held any more.</returns>
    internal async Task<Transfer?> HandleAsync(Campaign campaign, EntitlementId id, HoldRequest request, Person by, CancellationToken cancellationToken)
    {
        SentAct act = desk.ActOfVersion(by, nameof(HoldTransfer), request.Version.ToString(CultureInfo.InvariantCulture), request.Reason);
        while (await desk.FindAsync(campaign, id, cancellationToken) is { Transfer: { } one, Right: var right })
        {
            if (one.Acts.Know(act))
            {
                return one;
            }

            if (one.Version != request.Version || !one.State.CanMoveTo(TransferState.Held) || right.State != EntitlementState.TransferRequested)
            {
                return null;
            }

            Transfer held = one with { State = TransferState.Held, HeldBecause = request.Reason, Acts = one.Acts.With(act) };
            if (await transfers.TryMoveAsync(campaign, one, held, right, time.GetUtcNow(), cancellationToken))
            {
                log.TransferMoved(campaign.Id, id, one.State, held.State, held.Version);
                return held;
            }
        }

        return null;
    }
}

/// <summary>Why a transfer cannot be paid.</summary>
/// <param name="Version">What was looked at.</param>
/// <param name="Reason">For colleagues; the person is told in the usual words.</param>
public sealed record HoldRequest(int Version, string Reason);
