using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Transfers.Files;

/// <summary>Files for the bank: made by the campaign each business day, or when somebody asks; taken to the bank by a person.</summary>
public sealed class MakeTransferFile(CampaignCatalog campaigns, TransferFiles files, TransferFileStore store, TransferDesk desk, TimeProvider time)
{
    [Function(nameof(MakeTransferFile))]
    [ApiOperation("Makes a file of what is released. Where nothing new is, answers the newest file: asking again makes nothing twice.", Answer = typeof(TransferFileView))]
    public async Task<IResult> Make(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/files")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        (TransferFile? file, string? whyNot) = await HandleAsync(found);
        return file is null ? TransfersHttp.Conflict(whyNot!) : JsonBody.Answer(TransferFileView.Of(file));
    }

    /// <summary>Done to its end, whoever waits for the answer.</summary>
    /// <returns>The newest file; or why there is none.</returns>
    internal async Task<(TransferFile? File, string? WhyNot)> HandleAsync(Campaign campaign)
    {
        if (!desk.IsOffered(campaign))
        {
            return (null, $"{TransferOptions.Section}:ClientCode is not set: this installation has no account to pay from.");
        }

        if (time.GetUtcNow() < campaign.BankTransfer!.StartsAt)
        {
            return (null, $"Transfers are paid from {JapanTime.Stated(campaign.BankTransfer.StartsAt)} on.");
        }

        try
        {
            return await files.MakeAsync(campaign, CancellationToken.None) is { } file ? (file, null) : (null, "Nothing is released, and there is no file yet.");
        }
        catch (BeyondHorizonException beyond)
        {
            return (null, beyond.Message);
        }
    }

    [Function(nameof(ListTransferFiles))]
    [ApiOperation("The files for the bank.", Answer = typeof(TransferFileView[]))]
    public async Task<IResult> ListTransferFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/transfers/files")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindTransfers(campaign, out Campaign? found)
            ? JsonBody.Answer(await store.ListAsync(found.Id, cancellationToken).Select(TransferFileView.Of).ToArrayAsync(cancellationToken))
            : TransfersHttp.NoSuchCampaign();

    [Function(nameof(GetTransferFile))]
    [ApiOperation("A file as the bank takes it: the same bytes whenever it is asked for, once anybody has been given them.", AnswerType = "application/octet-stream")]
    public async Task<IResult> GetTransferFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/transfers/files/{number}")] HttpRequest request, string campaign, string number, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        int asked = TransfersHttp.FileNumber(number);
        try
        {
            return await files.HandOutAsync(found, asked, CancellationToken.None) is { } bytes
                ? Results.File(bytes, "application/octet-stream", string.Create(CultureInfo.InvariantCulture, $"{found.Id}-{asked:D6}.txt"))
                : Results.Problem("There is no such file, or its bytes are no longer kept, or cannot be read; the list of alarms says so then.", statusCode: StatusCodes.Status404NotFound);
        }
        catch (BeyondHorizonException beyond)
        {
            return TransfersHttp.Conflict(beyond.Message);
        }
    }
}
