using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards.Postings;

/// <summary><c>POST campaigns/{campaign}/postings/results</c>: what has become of postings, as a file. Also settles what is unknown, refused or short, after somebody has looked into it.</summary>
public sealed class TakePostingResults(CampaignCatalog campaigns, PostingResults results, Uploads uploads, ILogger<TakePostingResults> log)
{
    [Function(nameof(TakePostingResults))]
    [ApiOperation("Takes a file of results of postings, wholly or not at all.", BodyType = "text/csv", Answer = typeof(PostingResultsTaken), Refusal = typeof(PostingResultsTaken), RefusalStatuses = [409, 422])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/postings/results")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        PostingResultsTaken taken = await results.TakeAsync(found, received, Operators.NameOf(request, Operators.Stated(request)), CancellationToken.None);
        log.ResultsTaken(found.Id, taken.Taken, taken.Rows, taken.Changed, taken.Unchanged, taken.ErrorCount);
        return JsonBody.Answer(taken, taken switch
        {
            { Detail: not null } => StatusCodes.Status409Conflict,
            { Taken: false } => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status200OK,
        });
    }
}
