using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Coupons;

/// <summary>Whether a ledger may be sealed, after its cutoff. What stands in the way is an alarm.</summary>
public sealed class LookAtLedger(
    CampaignCatalog campaigns, CouponStore coupons, LedgerFiles files, LedgerLeases leases, NothingOwed nothingOwed, IAlarms alarms, IOptions<LedgerOptions> options, TimeProvider time)
{
    [Function(nameof(LookAtLedger))]
    public async Task<LedgerStanding> Run([ActivityTrigger] CampaignId id, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        if (campaign.CutoffAt - time.GetUtcNow() is { Ticks: > 0 } left)
        {
            string cutoff = campaign.CutoffAt.ToJapan().ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
            return left > CloseLedger.ClocksApartMax
                ? new LedgerStanding(LedgerStandingKind.CutoffMoved, $"The cutoff has been moved to {cutoff}.")
                : new LedgerStanding(LedgerStandingKind.AlmostCutoff, $"It is not quite {cutoff} on this machine.");
        }

        if (await leases.FindAsync(id, cancellationToken) is { } turn && time.GetUtcNow() < campaign.CutoffAt.AddMinutes(options.Value.HoldSealMinutes))
        {
            string text = $"An import holds the seal up: {turn}. It is shut out {options.Value.HoldSealMinutes} minutes after the cutoff; nothing of it counts then.";
            await alarms.RaiseAsync(AlarmKind.ImportStuck, id, string.Empty, text, cancellationToken);
            return new LedgerStanding(LedgerStandingKind.ImportUnderWay, text);
        }

        return await IsAnythingOwedAsync(campaign, cancellationToken) || await nothingOwed.IsConfirmedAsync(id, cancellationToken)
            ? new LedgerStanding(LedgerStandingKind.Ready, string.Empty)
            : await NothingAsync(id, cancellationToken);
    }

    private async Task<LedgerStanding> NothingAsync(CampaignId id, CancellationToken cancellationToken)
    {
        const string Text = "The cutoff has passed, and nothing is owed: the ledger is empty, or none of its coupons is covered. Nothing is sealed. "
            + "Correct the campaign file's dates, or confirm with POST seal/nothing-owed.";
        await alarms.RaiseAsync(AlarmKind.LedgerEmpty, id, string.Empty, Text, cancellationToken);
        return new LedgerStanding(LedgerStandingKind.NothingOwed, Text);
    }

    /// <summary>Ends at the first coupon of which anything is owed; only where there is none, everything is read.</summary>
    private async Task<bool> IsAnythingOwedAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            if (await coupons.ReadShardAsync(campaign.Id, shard, columns: null, cancellationToken)
                .AnyAsync(row => row.AsOf(counted) is { } coupon && Eligibility.Of(campaign.Eligibility, coupon.ToCoupon()) is Eligibility.Eligible, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Whether a ledger may be sealed.</summary>
/// <param name="Kind">Whether, or why not.</param>
/// <param name="Text">What operators see while it may not.</param>
public sealed record LedgerStanding(LedgerStandingKind Kind, string Text);

/// <summary>What stands in the way of sealing a ledger.</summary>
public enum LedgerStandingKind
{
    /// <summary>Nothing.</summary>
    Ready,

    /// <summary>A file that came before the cutoff is still being taken in.</summary>
    ImportUnderWay,

    /// <summary>Nothing would be owed to anybody, and nobody has said that this is meant.</summary>
    NothingOwed,

    /// <summary>The campaign file names a later cutoff than the one that was waited for.</summary>
    CutoffMoved,

    /// <summary>The machine that looks is a little behind the one that waited: it looks again.</summary>
    AlmostCutoff,
}
