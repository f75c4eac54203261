using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Takes a report of a double charge down, during a call.</summary>
public sealed class OpenCase(CaseRoom room, ReadCaseForm read, TimeProvider time)
{
    [Function(nameof(OpenCase))]
    [ApiOperation("Takes the four facts of a double charge down; the shop is asked. The same key again opens nothing new.", Body = typeof(CaseForm), Answer = typeof(CaseView), Status = 201, Headers = [IdempotencyKey.Header])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases")] HttpRequest request, string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!room.Campaigns.TryFindCases(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return IdempotencyKey.Missing("report");
        }

        (CaseForm? form, IResult? unreadable) = await JsonBody.ReadAsync<CaseForm>(request, cancellationToken);
        if (form is null)
        {
            return unreadable!;
        }

        return await room.AnswerAsync(found, orchestrations, await HandleAsync(found, key, form, by, cancellationToken), StatusCodes.Status201Created, cancellationToken);
    }

    internal async Task<CaseDone> HandleAsync(Campaign campaign, string key, CaseForm form, Person by, CancellationToken cancellationToken)
    {
        DoubleChargePeriod period = campaign.DoubleCharges!;
        DateTimeOffset now = time.GetUtcNow();
        bool isRepeat = await room.Desk.HasOpenedAsync(campaign, key, cancellationToken);
        if ((now < period.OpensAt || now >= period.ClosesAt) && !isRepeat)
        {
            return new CaseDone.NotNow($"Reports are taken from {JapanTime.Stated(period.OpensAt)} until {JapanTime.LastMinuteBefore(period.ClosesAt)}.");
        }

        (ReadFacts? facts, IReadOnlyList<string> faults) = await read.HandleAsync(campaign, form, cancellationToken, isRepeat);
        return facts is null ? new CaseDone.Unreadable(string.Join('\n', faults)) : await room.Desk.OpenAsync(campaign, key, facts, by, cancellationToken);
    }
}
