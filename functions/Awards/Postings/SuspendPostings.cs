using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards.Postings;

/// <summary>
/// The organiser's lever over all of a campaign's postings, those of later waves included. It takes effect from the next page on; waves wait and look again
/// every quarter of an hour, and go on where they stood.
/// </summary>
public sealed class SuspendPostings(CampaignCatalog campaigns, PostingStandings standings, TimeProvider time, ILogger<SuspendPostings> log)
{
    private const int ReasonLengthMax = 500;

    [Function(nameof(SuspendPostings))]
    [ApiOperation("Suspends all postings of a campaign, or lets them go on.", Body = typeof(PostingStandingRequest), Answer = typeof(PostingStanding))]
    public async Task<IResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/postings/standing")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        (PostingStandingRequest? body, IResult? fault) = await JsonBody.ReadAsync<PostingStandingRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {ReasonLengthMax} characters, each on one line.");
        }

        PostingStanding standing = new(body.Suspended, body.Reason, by, time.GetUtcNow());
        await standings.KeepAsync(found.Id, standing, cancellationToken);
        log.PostingsSuspended(found.Id, body.Suspended, by);
        return JsonBody.Answer(standing);
    }

    [Function("ShowPostingStanding")]
    [ApiOperation("Whether a campaign's postings are suspended.", Answer = typeof(PostingStanding))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/postings/standing")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindAward(campaign, out Campaign? found) ? JsonBody.Answer(await standings.FindAsync(found.Id, cancellationToken)) : AwardsHttp.NoSuchCampaign();
}

/// <summary>An operator's word on a campaign's postings.</summary>
/// <param name="Suspended">True: nothing is posted. False: it goes on.</param>
/// <param name="Reason">Why; 1 to 500 characters.</param>
/// <param name="By">Who, unless signed in.</param>
public sealed record PostingStandingRequest(bool Suspended, string Reason = "", string? By = null);
