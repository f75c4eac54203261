using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts.Standings;

/// <summary>The operators' lever over one product: closed, nobody can choose it any more, and who has chosen it is served all the same. Every change is on the trail of acts.</summary>
public sealed class ChangeProductStanding(CampaignCatalog campaigns, ProductStandings standings, ILogger<PayClaim> logger)
{
    private const int ReasonLengthMax = 500;

    [Function(nameof(ChangeProductStanding))]
    [ApiOperation("Closes a product, so that nobody chooses it, or opens it with all its values.", Body = typeof(ProductStandingRequest), Answer = typeof(ProductStanding[]))]
    public async Task<IResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/products/{product}/standing")] HttpRequest request, string campaign, string product, CancellationToken cancellationToken)
    {
        if (Find(campaign) is not { } found || found.FindProduct(product) is not { } offered)
        {
            return Results.Problem($"There is no campaign '{ForeignWords.Line(campaign, 40)}' with a product '{ForeignWords.Line(product, 40)}'.", statusCode: StatusCodes.Status404NotFound);
        }

        (ProductStandingRequest? body, IResult? fault) = await JsonBody.ReadAsync<ProductStandingRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {ReasonLengthMax} characters, each on one line.");
        }

        await (body.Open ? standings.OpenAsync(found.Id, offered.Id, cancellationToken) : standings.CloseByHandAsync(found.Id, offered.Id, body.Reason, by, cancellationToken));
        logger.ProductStandingChanged(found.Id, offered.Id, body.Open, by);
        return JsonBody.Answer(await standings.ListAsync(found.Id, cancellationToken));
    }

    [Function("ListProductStandings")]
    [ApiOperation("Which products are closed, or out of codes of a value, and so are not to be chosen for now.", Answer = typeof(ProductStanding[]))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/products")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        Find(campaign) is { } found
            ? JsonBody.Answer(await standings.ListAsync(found.Id, cancellationToken))
            : Results.Problem($"There is no campaign '{ForeignWords.Line(campaign, 40)}'.", statusCode: StatusCodes.Status404NotFound);

    private Campaign? Find(string text) => CampaignId.TryParse(text, out CampaignId id) && campaigns.TryFind(id, out Campaign? campaign) ? campaign : null;
}

/// <summary>An operator's word on a product.</summary>
/// <param name="Open">False: nobody can choose it. True: everybody can, whatever was said of it before.</param>
/// <param name="Reason">Why; 1 to 500 characters.</param>
/// <param name="By">Who, unless signed in.</param>
public sealed record ProductStandingRequest(bool Open, string Reason = "", string? By = null);
