using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Acts;

/// <summary>What an act about many did to each of them.</summary>
public sealed class ShowActRows(ActRows rows, CampaignCatalog campaigns)
{
    private const int RowsMax = 10_000;

    [Function(nameof(ShowActRows))]
    [ApiOperation("What an act about many did to each: a row for each, by its id.", Answer = typeof(ActRowList))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/acts/{act}/rows")] HttpRequest request, string campaign, string act, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : !NewestFirst.IsPlace(act) ? Results.Problem("There is no such act.", statusCode: StatusCodes.Status404NotFound)
        : JsonBody.Answer(new ActRowList(await rows.ReadAsync(found.Id.Value, act, cancellationToken).Take(RowsMax).ToListAsync(cancellationToken)));
}

/// <summary>Rows of an act.</summary>
public sealed record ActRowList(IReadOnlyList<ActNoteRow> Rows);
