using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Transfers.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.BankAnswers;

/// <summary>
/// <c>POST campaigns/{campaign}/transfers/files/{number}/settlement</c>: for banks that tell of returns only. Once the file's sum has left the account and returns have had
/// their time, what has not come back is paid. A return that comes later still counts.
/// </summary>
public sealed class SettleTransferFile(CampaignCatalog campaigns, TransferFileStore files, TransferStore transfers, EntitlementStore entitlements, TimeProvider time, ILogger<SettleTransferFile> log)
{
    /// <summary>The bank's business days that a return may take.</summary>
    private const int DaysForReturns = 2;

    private const string Source = "settlement";

    [Function(nameof(SettleTransferFile))]
    [ApiOperation("Says that a file was debited, and that what has not come back of it is paid.", Answer = typeof(TransferFileSettled))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/files/{number}/settlement")] HttpRequest request, string campaign, string number, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (await files.FindAsync(found.Id, TransfersHttp.FileNumber(number), cancellationToken) is not { Made: not null } file)
        {
            return TransfersHttp.NoSuchTransfer();
        }

        return await HandleAsync(found, file) is { } paid ? JsonBody.Answer(new TransferFileSettled(file.Number, paid)) : TransfersHttp.Conflict($"Returns of this file may come until {ReturnsUntil(file):yyyy-MM-dd}.");
    }

    /// <summary>Until when a return may come: on that day, and not before, what has not come back is paid.</summary>
    internal static DateOnly ReturnsUntil(TransferFile file) => WorkingDays.Banks.After(file.PayOn, DaysForReturns);

    /// <summary>Done to its end, whoever waits for the answer; again, it does what is left.</summary>
    /// <returns>How many are known to be paid now; null while returns may come.</returns>
    internal async Task<int?> HandleAsync(Campaign campaign, TransferFile file)
    {
        if (time.GetUtcNow().DateInJapan() < ReturnsUntil(file))
        {
            return null;
        }

        int paid = 0;
        await foreach (Transfer transfer in transfers.ReadAllAsync(campaign, CancellationToken.None).Where(one => one.File == file.Number && one.State == TransferState.Filed))
        {
            paid += await SettleAsync(campaign, transfer, CancellationToken.None) ? 1 : 0;
        }

        return paid;
    }

    private async Task<bool> SettleAsync(Campaign campaign, Transfer transfer, CancellationToken cancellationToken)
    {
        Transfer paid = ResultDecision.For(transfer, [new ResultLine(transfer.Attempt, Source, Returned: false, null, transfer.PayOn!.Value, IsOtherAmount: false, Count: 1)]);
        bool moved = paid.State != transfer.State
            && await entitlements.FindAsync(campaign.Id, transfer.Id, cancellationToken) is { } right
            && await transfers.TryMoveAsync(campaign, transfer, paid, right, time.GetUtcNow(), cancellationToken);
        if (moved)
        {
            log.TransferMoved(campaign.Id, transfer.Id, transfer.State, paid.State, paid.Version);
        }

        return moved;
    }
}

/// <summary>What settling came to.</summary>
/// <param name="Number">The file.</param>
/// <param name="Paid">Transfers that are known to be paid now.</param>
public sealed record TransferFileSettled(int Number, int Paid);
