using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary>
/// <c>POST campaigns/{campaign}/awards/explanations</c> with <c>{ "memberId": "…" }</c>: every transaction of the member with its reasons.
/// The member id comes in the body: it identifies a person, and URLs are logged on their way.
/// </summary>
public sealed class ExplainAward(AwardExplanation explanation, CampaignCatalog campaigns)
{
    [ApiOperation("Why a member has earned what was earned, transaction by transaction.", Body = typeof(AskedMember), Answer = typeof(ExplainedMember))]
    [Function(nameof(ExplainAward))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/awards/explanations")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        (AskedMember? body, IResult? fault) = await JsonBody.ReadAsync<AskedMember>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!MemberId.TryParse(body.MemberId, out MemberId member))
        {
            return JsonBody.Fault($"memberId: expected {MemberId.Expected}.");
        }

        return await explanation.ExplainAsync(found.Id, member, cancellationToken) is { } explained
            ? JsonBody.Answer(explained)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "The member has no purchase on file.");
    }
}

/// <summary>Whose award is to be explained.</summary>
public sealed record AskedMember(string MemberId);
