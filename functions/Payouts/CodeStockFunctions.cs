using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Payouts;

/// <summary>The operators' doors to the code stock: fill it, and look how much is left.</summary>
public sealed class CodeStockFunctions(CampaignCatalog campaigns, CodeImport import, StockView stock, Uploads uploads)
{
    /// <summary>Takes a CSV file as the body. Answers 200, 422 where anything is wrong and nothing was stored, or 409 while another file is being taken in; all with a <see cref="CodeImportResult"/>.</summary>
    [Function("ImportCodes")]
    [ApiOperation("Takes a delivery of codes into stock.", BodyType = "text/csv", Answer = typeof(CodeImportResult), Refusal = typeof(CodeImportResult), RefusalStatuses = [409, 422], Query = ["dryRun"])]
    public async Task<IResult> Import(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/codes")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!TryFind(campaign, out Campaign? found))
        {
            return NoCampaign(campaign);
        }

        bool dryRun = false;
        if (request.Query.TryGetValue("dryRun", out var asked) && !bool.TryParse(asked, out dryRun))
        {
            return Results.Problem("dryRun must be true or false.", statusCode: StatusCodes.Status400BadRequest);
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        CodeImportResult result = await import.ReadAsync(found, received, Operators.NameOf(request, Operators.Stated(request)), dryRun, CancellationToken.None);
        return JsonBody.Answer(result, result switch
        {
            { Detail: not null } => StatusCodes.Status409Conflict,
            { ErrorCount: > 0 } => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status200OK,
        });
    }

    /// <summary>How many codes of each product and value are free, taken and lapsed, and how many people need them.</summary>
    [Function("ShowCodeStock")]
    [ApiOperation("How many codes of each product and value there are, and are needed.", Answer = typeof(StockLevel[]))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/codes")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        TryFind(campaign, out Campaign? found) ? JsonBody.Answer(await stock.ReadAsync(found, cancellationToken)) : NoCampaign(campaign);

    private bool TryFind(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return CampaignId.TryParse(text, out CampaignId id) && campaigns.TryFind(id, out campaign);
    }

    private static IResult NoCampaign(string text) => Results.Problem($"There is no campaign '{text}'.", statusCode: StatusCodes.Status404NotFound);
}
