using Compensation.CallCentre.Search;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.People;

/// <summary><c>POST campaigns/{campaign}/people/{person}/contact-code</c>: during a call, a one-time code to the number or address that a correction would give.</summary>
public sealed class SendContactCode(CampaignCatalog campaigns, OrderResend resends, ProveContact proofs)
{
    [Function(nameof(SendContactCode))]
    [ApiOperation("Sends a one-time code to a person's new number or address. What the caller reads back of it goes along with the resend that corrects it, as code.", Body = typeof(ContactCodeRequest), Answer = typeof(ContactCodeSent))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/people/{person}/contact-code")] HttpRequest request, string campaign, string person, CancellationToken cancellationToken)
    {
        (ContactCodeRequest? body, IResult? unreadable) = await JsonBody.ReadAsync<ContactCodeRequest>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Operators.NameOf(request, body.By) is null)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Kind == CampaignKind.PointsAward || !EntitlementId.TryParse(person, out EntitlementId id))
        {
            return ShowPerson.NoSuchPerson();
        }

        // Only what a resend would take for a correction is written to.
        ResendRequest correction = new("code") { People = [new ResendPerson { Entitlement = $"{id}", Phone = body.Phone, Email = body.Email }] };
        ResendAnswer plan = await resends.PlanAsync(found, correction, cancellationToken);
        return plan is ResendAnswer.Planned ? await SendAsync(found, id, body, cancellationToken) : ResendNotices.AnswerOf(plan);
    }

    private async Task<IResult> SendAsync(Campaign campaign, EntitlementId person, ContactCodeRequest body, CancellationToken cancellationToken)
    {
        ContactToProve prove = await proofs.ToProveAsync(campaign, person, body.Phone, body.Email, cancellationToken);
        return prove.To is not { } to ? JsonBody.Fault(prove.IsOneCodeEnough ? "phone, email: expected the new one of the two" : ReadBackCodes.OneAtATime)
            : await proofs.SendAsync(campaign, person, to, cancellationToken) ? JsonBody.Answer(new ContactCodeSent(Masking.Of(to.FirstWay)!))
            : Results.Problem("No code could be sent there: check the number or address, or wait half a minute.", statusCode: StatusCodes.Status409Conflict);
    }
}

/// <summary>Where a person says that he is reached: one of the two, or both where the other is as on file. Personal data: in bodies only.</summary>
public sealed record ContactCodeRequest
{
    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <param name="To">Where the code went, masked.</param>
public sealed record ContactCodeSent(string To);
