using Compensation.CallCentre.People;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre;

/// <summary>Sends the link again; see <see cref="OrderResend"/>.</summary>
public sealed class ResendNotices(CampaignCatalog campaigns, OrderResend resends, ReadBackCodes codes, ResendCheck check)
{
    [Function(nameof(ResendNotices))]
    [ApiOperation("Sends the link again to named people or to those for whom a filter holds. The same key again starts nothing new. Whoever is signed in sends with a corrected number or address the code that the caller has read back (SendContactCode). With dryRun=true nothing is sent, and the plan is answered with status 200.", Body = typeof(ResendRequest), Answer = typeof(ResendView), Status = 202, OtherAnswer = typeof(ResendPlanView), OtherStatus = 200, Headers = [IdempotencyKey.Header], Query = ["dryRun"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/resends")] HttpRequest request,
        string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Kind == CampaignKind.PointsAward)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (!DryRun.TryRead(request, out bool dryRun))
        {
            return DryRun.Fault();
        }

        if (!IdempotencyKey.TryRead(request, out string? key) && !dryRun)
        {
            return IdempotencyKey.Missing("resend");
        }

        (ResendRequest? body, IResult? fault) = await JsonBody.ReadAsync<ResendRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by)
        {
            await NoteRefusedAsync(request, found, body, cancellationToken);
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        if (!dryRun && await codes.FaultOfAsync(request, found, body, key!, cancellationToken) is { } unproved)
        {
            await NoteRefusedAsync(request, found, body, cancellationToken);
            return JsonBody.Fault(unproved);
        }

        body = ReadBackCodes.WithoutCodes(body);
        ResendAnswer answer = dryRun ? await resends.PlanAsync(found, body, cancellationToken) : await resends.RunAsync(found, body, key!, by, orchestrations, cancellationToken);
        if (answer is ResendAnswer.Ordered { Resend.Named: { } named })
        {
            ActNote.Of(request.HttpContext).Rows.AddRange(named.Select(one => new ActNoteRow($"{one.Entitlement}", $"{one.Verdict}")));
        }
        else if (answer is not ResendAnswer.Ordered)
        {
            await NoteRefusedAsync(request, found, body, cancellationToken);
        }

        return AnswerOf(answer);
    }

    /// <summary>What has done nothing stands in the trail with its reason too: by whom it names, the reason is erased together with them.</summary>
    private async Task NoteRefusedAsync(HttpRequest request, Campaign campaign, ResendRequest body, CancellationToken cancellationToken) =>
        ActNote.Of(request.HttpContext).Rows.AddRange((await check.NamedByAsync(campaign, body, cancellationToken)).Select(id => new ActNoteRow($"{id}", "none")));

    internal static IResult AnswerOf(ResendAnswer answer) => answer switch
    {
        ResendAnswer.Planned { Plan: var plan } => JsonBody.Answer(plan),
        ResendAnswer.Ordered { Resend: var resend } => JsonBody.Answer(resend, StatusCodes.Status202Accepted),
        ResendAnswer.Faulty { Why: var why } => JsonBody.Fault(why),
        ResendAnswer.NotNow { Why: var why } => Results.Problem(why, statusCode: StatusCodes.Status409Conflict),
        ResendAnswer.KeyUsed => Results.Problem(IdempotencyKey.UsedForAnother("resend"), statusCode: StatusCodes.Status422UnprocessableEntity),
        _ => throw new InvalidOperationException($"There is no answer for {answer.GetType().Name}."),
    };
}
