using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.People;

/// <summary><c>POST campaigns/{campaign}/people/{person}/take-apart</c>: one coupon is another person's after all.</summary>
public sealed class TakePersonApart(CampaignCatalog campaigns, TakeApart apart)
{
    internal const int ReasonLengthMax = 300;

    [Function(nameof(TakePersonApart))]
    [ApiOperation("Takes one right away from a person to whom it was joined by mistake. Links, messages and money stay as they are; from now on each is written to for itself.", Body = typeof(TakeApartRequest), Answer = typeof(TakenApart))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/people/{person}/take-apart")] HttpRequest request, string campaign, string person, CancellationToken cancellationToken)
    {
        (TakeApartRequest? body, IResult? unreadable) = await JsonBody.ReadAsync<TakeApartRequest>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Operators.NameOf(request, body.By) is null || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {ReasonLengthMax} characters, each on one line.");
        }

        return campaigns.TryFindByRoute(campaign, out Campaign? found) && EntitlementId.TryParse(person, out EntitlementId id) && await HandleAsync(request.HttpContext, found, id, body.Reason) is { } taken
            ? JsonBody.Answer(taken)
            : ShowPerson.NoSuchPerson();
    }

    /// <summary>Done to its end, whoever waits for the answer; and on record, with a row for each of those who were joined.</summary>
    internal async Task<TakenApart?> HandleAsync(HttpContext http, Campaign campaign, EntitlementId id, string reason)
    {
        ActNote.Of(http).Reason = reason;
        if (await apart.HandleAsync(campaign, id, CancellationToken.None) is not { } from)
        {
            return null;
        }

        ActNote.Of(http).Rows.AddRange(from.Select(other => new ActNoteRow($"{other}", "Stays")).Prepend(new ActNoteRow($"{id}", from.Count > 0 ? "TakenApart" : "WasAlone")));
        return new TakenApart(id, from);
    }
}

/// <summary>Why somebody is not whom he was taken for.</summary>
public sealed record TakeApartRequest(string Reason)
{
    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <param name="Person">Who stands for himself now.</param>
/// <param name="From">From whom he was taken; empty where he was joined with nobody.</param>
public sealed record TakenApart(EntitlementId Person, IReadOnlyList<EntitlementId> From);
