using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Corrects what was taken down. What the shop has said about other facts does not count any more: it is asked anew.</summary>
public sealed class CorrectCase(CaseRoom room, ReadCaseForm read)
{
    [Function(nameof(CorrectCase))]
    [ApiOperation("Corrects the facts of a case, all of them at once; the shop is asked anew.", Body = typeof(CaseForm), Answer = typeof(CaseView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/correct")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!room.Campaigns.TryFindCases(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return CaseHttp.NoPerson();
        }

        (CaseForm? form, IResult? unreadable) = await JsonBody.ReadAsync<CaseForm>(request, cancellationToken);
        if (form is null)
        {
            return unreadable!;
        }

        Operators.NameOf(request, stated: null);
        if (form.Version is not { } version || !CaseHttp.IsReason(form.Reason))
        {
            return JsonBody.Fault("Expected version (the one that was looked at) and reason (1 to 500 characters on one line).");
        }

        (ReadFacts? facts, IReadOnlyList<string> faults) = await read.HandleAsync(found, form, cancellationToken);
        if (facts is null)
        {
            return JsonBody.Fault(string.Join('\n', faults));
        }

        if (!CaseNumber.TryParse(@case, out CaseNumber number))
        {
            return CaseHttp.NoSuchCase();
        }

        CaseToAct act = new(number, version, by, form.Reason) { Fingerprint = room.Desk.Fingerprint(nameof(CorrectCase), by.Id.Value, JsonSerializer.Serialize(form, JsonBody.Format)) };
        return await room.AnswerAsync(found, orchestrations, await room.Desk.CorrectAsync(found, act, facts, cancellationToken), StatusCodes.Status200OK, cancellationToken);
    }
}
