using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.People;

/// <summary>One person: what became of him, and one field of his in clear.</summary>
public sealed class ShowPerson(CampaignCatalog campaigns, ReadTimeline timelines, Unmask unmask)
{
    private const string Route = "campaigns/{campaign}/people/{person}";

    [Function(nameof(ShowPerson))]
    [ApiOperation("One person: coupon, seal, messages, claim, application, transfer, double charges, notes; and what can be done next. Masked.", Answer = typeof(PersonTimeline))]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, string person, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) && EntitlementId.TryParse(person, out EntitlementId id) && await timelines.HandleAsync(found, id, cancellationToken) is { } timeline
            ? JsonBody.Answer(timeline)
            : NoSuchPerson();

    [Function("UnmaskField")]
    [ApiOperation("Shows one field of a person in clear. It is an act, with its reason.", Body = typeof(UnmaskRequest), Answer = typeof(Unmasked))]
    public async Task<IResult> UnmaskField(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/unmask")] HttpRequest request, string campaign, string person, CancellationToken cancellationToken)
    {
        (UnmaskRequest? body, IResult? unreadable) = await JsonBody.ReadAsync<UnmaskRequest>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Operators.NameOf(request, body.By) is null || !Operators.IsLine(body.Reason, Unmask.ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {Unmask.ReasonLengthMax} characters, each on one line.");
        }

        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || !EntitlementId.TryParse(person, out EntitlementId id) || !await timelines.KnowsAsync(found, id, cancellationToken))
        {
            return NoSuchPerson();
        }

        ActNote.Of(request.HttpContext).Reason = $"{body.Field}: {body.Reason}";
        return JsonBody.Answer(new Unmasked(await unmask.HandleAsync(found, id, body.Field, cancellationToken)));
    }

    internal static IResult NoSuchPerson() => Results.Problem("There is no such person.", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>Which field somebody has to see, and why.</summary>
public sealed record UnmaskRequest(PersonField Field, string Reason)
{
    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <param name="Value">In clear; null where nothing is on file.</param>
public sealed record Unmasked(string? Value);
