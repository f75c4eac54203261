using System.Runtime.CompilerServices;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Operations.Acts;
using Compensation.Transfers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.IntoAccounts;

/// <summary>Deletes the accounts of applications that nobody has ever decided, once the time of keeping is over. Decided ones hold none. Whether the campaign still pays into accounts makes no difference. It is an act of the app's own.</summary>
public sealed class ForgetUndecidedAccounts(CampaignCatalog campaigns, ApplicationStore applications, ActTrail trail, TimeProvider time, IOptions<TransferOptions> options)
{
    [Function(nameof(ForgetUndecidedAccounts))]
    public Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => campaigns.All
        .Where(one => one.ApplicationSite is not null && time.GetUtcNow() >= one.BooksCloseAt + (one.Retention.Accounts ?? options.Value.KeepFor))
        .EachOnItsOwnAsync(campaign => ForgetAsync(campaign, cancellationToken), cancellationToken);

    private async Task ForgetAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<Application> kept = await KeptAsync(campaign, cancellationToken).ToListAsync(cancellationToken);
        if (kept.Count > 0)
        {
            await trail.RecordOwnAsync(campaign.Id.Value, nameof(ForgetUndecidedAccounts), time.GetUtcNow(), () => ForgetAsync(kept, cancellationToken));
        }
    }

    /// <summary>They are few: nobody has looked at them until the books were closed.</summary>
    private async IAsyncEnumerable<Application> KeptAsync(Campaign campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OpenApplication open in applications.ReadOpenAsync(campaign.Id, cancellationToken))
        {
            if (await applications.FindAsync(campaign.Id, open.Receipt, open.Line, cancellationToken) is { ProtectedTransfer: not null } kept)
            {
                yield return kept;
            }
        }
    }

    private async Task<IReadOnlyList<ActNoteRow>> ForgetAsync(IReadOnlyList<Application> kept, CancellationToken cancellationToken)
    {
        List<ActNoteRow> forgotten = [];
        foreach (Application one in kept)
        {
            forgotten.AddRange(await applications.TryMoveAsync(one, one with { ProtectedTransfer = null }, message: null, cancellationToken) ? [new ActNoteRow(one.Id, "Forgotten")] : []);
        }

        return forgotten;
    }
}
