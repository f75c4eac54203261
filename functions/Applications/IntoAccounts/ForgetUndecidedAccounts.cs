using Compensation.Campaigns;
using Compensation.Transfers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.IntoAccounts;

/// <summary>Deletes the accounts of applications that nobody has ever decided, once the time of keeping is over. Decided ones hold none. Whether the campaign still pays into accounts makes no difference.</summary>
public sealed class ForgetUndecidedAccounts(CampaignCatalog campaigns, ApplicationStore applications, TimeProvider time, IOptions<TransferOptions> options)
{
    [Function(nameof(ForgetUndecidedAccounts))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (Campaign campaign in campaigns.All.Where(one => one.ApplicationSite is not null && time.GetUtcNow() >= one.BooksCloseAt + (one.Retention.Accounts ?? options.Value.KeepFor)))
        {
            await foreach (OpenApplication open in applications.ReadOpenAsync(campaign.Id, cancellationToken))
            {
                if (await applications.FindAsync(campaign.Id, open.Receipt, open.Line, cancellationToken) is { ProtectedTransfer: not null } kept)
                {
                    await applications.TryMoveAsync(kept, kept with { ProtectedTransfer = null }, message: null, cancellationToken);
                }
            }
        }
    }
}
