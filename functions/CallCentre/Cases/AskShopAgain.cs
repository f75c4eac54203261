using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Asks the shop anew: the way back from its silence or denial, and from an approval that somebody does not want to give yet.</summary>
public sealed class AskShopAgain(CaseRoom room)
{
    [Function(nameof(AskShopAgain))]
    [ApiOperation("Gives the shop a new link; the one before dies, and nothing that was said before counts.", Body = typeof(CaseReason), Answer = typeof(CaseView))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/ask-again")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<CaseReason>(
            room, new CaseAddress(campaign, @case, orchestrations), body => body.Fault, (found, act, _) => room.Desk.AskAgainAsync(found, act, cancellationToken), cancellationToken);
}

/// <summary>An act that needs no more than a reason.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Reason">Why; 1 to 500 characters on one line.</param>
public sealed record CaseReason(int Version, string Reason) : ICaseAct
{
    string? ICaseAct.Words => Reason;

    internal string? Fault => CaseHttp.FaultOfReason(Reason);
}
