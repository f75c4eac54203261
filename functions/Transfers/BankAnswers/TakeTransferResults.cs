using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.BankAnswers;

/// <summary><c>POST campaigns/{campaign}/transfers/results?format=csv</c>: what has become of payments, as a file in one of the forms that are documented.</summary>
public sealed class TakeTransferResults(
    CampaignCatalog campaigns, IEnumerable<IResultFormat> formats, TransferResults results, Uploads uploads, ILogger<TakeTransferResults> log)
{
    [Function(nameof(TakeTransferResults))]
    [ApiOperation(
        "Takes a bank's file of results in, wholly or not at all.",
        BodyType = "text/csv", Answer = typeof(TransferResultsTaken), Refusal = typeof(TransferResultsTaken), RefusalStatuses = [409, 422], Query = ["format"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/results")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        string asked = request.Query["format"].FirstOrDefault() ?? "csv";
        if (formats.FirstOrDefault(one => one.Name == asked) is not { } format)
        {
            return JsonBody.Fault($"format is none of {string.Join(", ", formats.Select(one => one.Name))}.");
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        TransferResultsTaken taken = await results.TakeAsync(found, received, format, Operators.NameOf(request, Operators.Stated(request)), CancellationToken.None);
        log.ResultsTaken(found.Id, taken.Taken, taken.Lines, taken.Paid + taken.Returned + taken.Review, taken.Unchanged, taken.ErrorCount);
        return JsonBody.Answer(taken, taken switch
        {
            { Detail: not null } => StatusCodes.Status409Conflict,
            { Taken: false } => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status200OK,
        });
    }
}
