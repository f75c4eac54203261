using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Ends a case without putting anything back, and the way back from that.</summary>
public sealed class RefuseCase(CaseRoom room)
{
    [Function(nameof(RefuseCase))]
    [ApiOperation("Refuses a case, or ends it because the caller withdraws it.", Body = typeof(CaseRefusalAct), Answer = typeof(CaseView))]
    public Task<IResult> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/refuse")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<CaseRefusalAct>(
            room,
            new CaseAddress(campaign, @case, orchestrations),
            body => CaseHttp.FaultOfReason(body.Reason),
            (found, act, body) => room.Desk.RefuseAsync(found, act, body.Because, cancellationToken),
            cancellationToken);

    [Function("ReopenCase")]
    [ApiOperation("Takes a refused case up again; the shop is asked anew.", Body = typeof(CaseReason), Answer = typeof(CaseView))]
    public Task<IResult> Reopen(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/reopen")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<CaseReason>(
            room, new CaseAddress(campaign, @case, orchestrations), body => body.Fault, (found, act, _) => room.Desk.ReopenAsync(found, act, cancellationToken), cancellationToken);
}

/// <summary>Why nothing is put back.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Because">The kind of reason.</param>
/// <param name="Reason">In words; 1 to 500 characters on one line.</param>
public sealed record CaseRefusalAct(int Version, CaseRefusal Because, string Reason) : ICaseAct
{
    string? ICaseAct.Words => Reason;
}
