using System.Text.Json;
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
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/awards/explanations")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        if (await ReadMemberAsync(request, cancellationToken) is not { } member)
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: $"Expected JSON with memberId: {MemberId.Expected}.");
        }

        return await explanation.ExplainAsync(found.Id, member, cancellationToken) is { } explained
            ? Results.Json(explained)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "The member has no purchase on file.");
    }

    private static async Task<MemberId?> ReadMemberAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            AskedMember? body = request.HasJsonContentType() ? await request.ReadFromJsonAsync<AskedMember>(cancellationToken) : null;
            return MemberId.TryParse(body?.MemberId, out MemberId member) ? member : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Whose award is to be explained.</summary>
public sealed record AskedMember(string? MemberId);
