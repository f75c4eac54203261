using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Awards.Postings;

/// <summary>
/// <c>PUT campaigns/{campaign}/postings/batches/{batch}</c>: what is due, as a file. A PUT, because it assigns postings to the batch: asking for the same
/// batch again answers the same file.
/// </summary>
public sealed partial class TakePostingBatch(
    CampaignCatalog campaigns, PostingBatches batches, PostingFile file, PostingStandings standings, TimeProvider time, IOptions<PointsSystemOptions> options)
{
    private const int MaxDefault = 50_000;
    private const int MaxMax = 1_000_000;

    [Function(nameof(TakePostingBatch))]
    [ApiOperation("What is due to be granted and withdrawn, as a file for the points system; the same batch again is the same file.", AnswerType = "text/csv", Query = ["max"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/postings/batches/{batch}")] HttpRequest request,
        string campaign, string batch, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        int max = MaxDefault;
        if (request.Query.TryGetValue("max", out var asked) && !(int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out max) && max is >= 1 and <= MaxMax))
        {
            return JsonBody.Fault($"max is not a number of postings; expected 1 to {MaxMax}.");
        }

        if (!BatchName().IsMatch(batch))
        {
            return JsonBody.Fault("the batch in the address: expected 1 to 40 lower-case letters, digits and hyphens.");
        }

        if (await RefusalOfAsync(found, cancellationToken) is { } refusal)
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status409Conflict);
        }

        return await batches.TryCompleteAsync(found, batch, max, cancellationToken)
            ? Results.Stream(stream => file.WriteAsync(found, batch, stream, cancellationToken), "text/csv", $"{found.Id}-{batch}.csv")
            : Results.Problem("The batch is being made at this moment.", statusCode: StatusCodes.Status409Conflict);
    }

    private async Task<string?> RefusalOfAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (options.Value.IsConfigured)
        {
            return $"{PointsSystemOptions.Section}:BaseAddress is set: points are posted over HTTP.";
        }

        return time.GetUtcNow() < campaign.Grant!.StartsAt
            ? $"Points are granted from {campaign.Grant.StartsAt.ToJapan():yyyy-MM-dd} on."
            : await standings.FindAsync(campaign.Id, cancellationToken) is { Suspended: true } standing ? $"Postings are suspended: {standing.Reason}" : null;
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BatchName();
}
