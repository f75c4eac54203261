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

        (int paid, string? whyNot) = await HandleAsync(found, file);
        return whyNot is null ? JsonBody.Answer(new TransferFileSettled(file.Number, paid)) : TransfersHttp.Conflict(whyNot);
    }

    /// <summary>Done to its end, whoever waits for the answer; again, it does what is left.</summary>
    /// <returns>How many are known to be paid now; or why nothing can be known yet.</returns>
    internal async Task<(int Paid, string? WhyNot)> HandleAsync(Campaign campaign, TransferFile file)
    {
        DateOnly returnsUntil = WorkingDays.Banks.After(file.PayOn, DaysForReturns);
        string? whyNot = !file.IsHandedOut ? "Nobody has fetched this file yet: the bank cannot have paid it."
            : time.GetUtcNow().DateInJapan() < returnsUntil ? $"Returns of this file may come until {returnsUntil:yyyy-MM-dd}."
            : null;
        if (whyNot is not null)
        {
            return (0, whyNot);
        }

        int paid = 0;
        await foreach (Transfer transfer in transfers.ReadAllAsync(campaign, CancellationToken.None).Where(one => one.File == file.Number && one.State == TransferState.Filed))
        {
            paid += await SettleAsync(campaign, transfer, CancellationToken.None) ? 1 : 0;
        }

        return (paid, null);
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
