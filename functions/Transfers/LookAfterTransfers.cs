using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Operations.Acts;
using Compensation.Transfers.Files;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers;

/// <summary>Deletes account data whose time of keeping is over, whether transfers are still configured or not: an act of the app's own. And says in time that the table of holidays ends.</summary>
public sealed class LookAfterTransfers(
    CampaignCatalog campaigns, TransferStore transfers, TransferWishes wishes, TransferFileStore files, WatchCalendar calendar, ActTrail trail, TimeProvider time, IOptions<TransferOptions> options, ILogger<LookAfterTransfers> log)
{
    [Function(nameof(LookAfterTransfers))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await calendar.LookAsync(cancellationToken);
        await campaigns.All.Where(campaign => campaign.Kind == CampaignKind.Compensation).EachOnItsOwnAsync(campaign => EraseInTimeAsync(campaign, cancellationToken), cancellationToken);
    }

    private async Task EraseInTimeAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= campaign.BooksCloseAt + (campaign.Retention.Accounts ?? options.Value.KeepFor) && await IsAnyKeptAsync(campaign, cancellationToken))
        {
            await trail.RecordOwnAsync(campaign.Id.Value, "ForgetAccounts", time.GetUtcNow(), async () => [new ActNoteRow("accounts", $"{await EraseAsync(campaign, cancellationToken)}")]);
        }
    }

    private async Task<bool> IsAnyKeptAsync(Campaign campaign, CancellationToken cancellationToken) =>
        await files.HasBytesAsync(campaign.Id, cancellationToken)
        || await transfers.ReadAllAsync(campaign, cancellationToken).AnyAsync(one => one.ProtectedForm is not null, cancellationToken)
        || await wishes.ReadAllAsync(campaign, cancellationToken).AnyAsync(cancellationToken);

    /// <returns>Of how many transfers, made or asked for.</returns>
    private async Task<int> EraseAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        int erased = 0;
        await foreach (Transfer transfer in transfers.ReadAllAsync(campaign, cancellationToken).Where(one => one.ProtectedForm is not null))
        {
            erased += await transfers.TryKeepAsync(campaign, transfer, transfer with { ProtectedForm = null }, cancellationToken) ? 1 : 0;
        }

        await foreach ((EntitlementId id, _) in wishes.ReadAllAsync(campaign, cancellationToken))
        {
            await wishes.DropAsync(campaign, id, cancellationToken);
            erased++;
        }

        await foreach (TransferFile file in files.ListAsync(campaign.Id, cancellationToken))
        {
            await files.EraseBytesAsync(campaign.Id, file.Number, cancellationToken);
        }

        log.AccountsErased(campaign.Id, erased);
        return erased;
    }
}
