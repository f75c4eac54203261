using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Corrects what was taken down. What the shop has said about other facts does not count any more: it is asked anew.</summary>
public sealed class CorrectCase(CaseRoom room, ReadCaseForm read)
{
    [Function(nameof(CorrectCase))]
    [ApiOperation("Corrects the facts of a case, all of them at once; the shop is asked anew.", Body = typeof(CaseCorrection), Answer = typeof(CaseView))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/correct")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<CaseCorrection>(
            room,
            new CaseAddress(campaign, @case, orchestrations),
            body => CaseHttp.FaultOfReason(body.Reason),
            (found, act, body) => HandleAsync(found, act, body.Facts, cancellationToken),
            cancellationToken);

    internal async Task<CaseDone> HandleAsync(Campaign campaign, CaseToAct act, CaseForm form, CancellationToken cancellationToken)
    {
        (ReadFacts? facts, IReadOnlyList<string> faults) = await read.HandleAsync(campaign, form, cancellationToken);
        return facts is null ? new CaseDone.Unreadable(string.Join('\n', faults)) : await room.Desk.CorrectAsync(campaign, act, facts, cancellationToken);
    }
}

/// <summary>What was taken down wrongly, as it should have been.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Reason">Why; 1 to 500 characters on one line.</param>
/// <param name="Facts">All of them.</param>
public sealed record CaseCorrection(int Version, string Reason, CaseForm Facts) : ICaseAct
{
    string? ICaseAct.Words => Reason;
}
