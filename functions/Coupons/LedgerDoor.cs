using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>Whether a campaign's ledger takes files, and what is to be said about it.</summary>
public sealed class LedgerDoor(SealStore seals, ImportLeases leases, IEnumerable<ICampaignsRunHere> runs, TimeProvider time, ILogger<LedgerDoor> log)
{
    /// <summary>Why the ledger takes nothing any more; null where it does.</summary>
    public async Task<string?> ReasonToRefuseAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (await seals.FindAsync(campaign.Id, cancellationToken) is { } record)
        {
            log.LedgerClosed(campaign.Id);
            return string.Create(CultureInfo.InvariantCulture, $"The ledger was sealed at {record.Ledger.SealedAt.ToJapan():yyyy-MM-dd HH:mm zzz}: it takes nothing any more.");
        }

        if (time.GetUtcNow() < campaign.CutoffAt)
        {
            return null;
        }

        log.LedgerClosed(campaign.Id);
        return $"The cutoff has passed, {campaign.CutoffAt.ToJapan().ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}: the ledger takes nothing any more.";
    }

    /// <summary>What whoever brings a file should know, loudly.</summary>
    public IEnumerable<string> WarningsFor(Campaign campaign)
    {
        if (runs.Any(run => !run.Runs(campaign.Id)))
        {
            log.LedgerNotRun(campaign.Id);
            yield return $"This installation does not run {campaign.Id} (Lifecycle:Campaigns): nothing will be sealed, and nobody will be written to, until it does.";
        }
    }

    /// <summary>Which file is in the way.</summary>
    public Task<string> WhoIsAtWorkAsync(CampaignId campaign, CancellationToken cancellationToken) => leases.WhoIsAtWorkAsync(campaign, ImportKind.Ledger, cancellationToken);

    internal static string Overtaken(Campaign campaign) =>
        $"The cutoff, {campaign.CutoffAt.ToJapan().ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}, has overtaken the file. Nothing of it counts.";
}
