using Compensation.CallCentre.People;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Erasing;

/// <summary>Somebody asks that nothing personal of him is kept: what that comes to, and doing it.</summary>
public sealed class ErasePerson(CampaignCatalog campaigns, PlanErasure plans, EraseOnRequest erase)
{
    internal const int ReasonLengthMax = 300;

    private const string Route = "campaigns/{campaign}/people/{person}" + CarryOutErasure.Path;

    [Function("ShowErasurePlan")]
    [ApiOperation("What erasing somebody comes to, and what stands against it. Nothing is erased.", Answer = typeof(ErasurePlan))]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, string person, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) && EntitlementId.TryParse(person, out EntitlementId id) && await plans.HandleAsync(found, id, cancellationToken) is { } plan
            ? JsonBody.Answer(plan)
            : ShowPerson.NoSuchPerson();

    [Function(nameof(ErasePerson))]
    [ApiOperation("Erases what is personal of somebody, on his request and by a plan that was looked at; the books stay. It cannot be undone.", Body = typeof(ErasureRequest), Answer = typeof(ErasedPerson))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, string person, CancellationToken cancellationToken)
    {
        (ErasureRequest? body, IResult? unreadable) = await JsonBody.ReadAsync<ErasureRequest>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Operators.NameOf(request, body.By) is not { } by || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {ReasonLengthMax} characters, each on one line.");
        }

        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || !EntitlementId.TryParse(person, out EntitlementId id))
        {
            return ShowPerson.NoSuchPerson();
        }

        ActNote.Of(request.HttpContext).Reason = body.Reason;
        return AnswerOf(await erase.HandleAsync(request.HttpContext, found, id, body.Plan, body.GivesUp, by));
    }

    private static IResult AnswerOf(ErasureAnswer? answer) => answer switch
    {
        ErasureAnswer.Done { Person: var person } => JsonBody.Answer(person),
        ErasureAnswer.NotNow { Why: var why } => Results.Problem(why, statusCode: StatusCodes.Status409Conflict),
        _ => ShowPerson.NoSuchPerson(),
    };
}

/// <summary>That somebody is to be erased, and why.</summary>
/// <param name="Reason">1 to 300 characters; nothing personal.</param>
public sealed record ErasureRequest(string Reason = "")
{
    /// <summary>The plan that was looked at.</summary>
    public string? Plan { get; init; }

    /// <summary>He gives up what he could still collect: it is withdrawn.</summary>
    public bool GivesUp { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}
