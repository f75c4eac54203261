using Azure;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons.Restoring;

/// <summary>
/// Puts back what a case is about, once: on the coupon while the ledger is open, under its own turn, and as a supplement once it is sealed. However often it is
/// asked, and on whichever side of the cutoff, what was put back before is found first.
/// </summary>
public sealed class Restorations(
    CouponStore coupons, AdjustmentStore adjustments, LedgerFiles files, LedgerLeases leases, SealStore seals, Supplements supplements, TimeProvider time, ILogger<Restorations> log)
{
    private const int Conflict = 409;
    private const int Changed = 412;

    /// <returns>Null where the ledger knows no such number.</returns>
    public async Task<CouponStanding?> StandingAsync(Campaign campaign, InquiryNumber number, CancellationToken cancellationToken)
    {
        if (await ReadAsync(campaign, number, cancellationToken) is not { } row)
        {
            return null;
        }

        bool isSealed = await seals.FindAsync(campaign.Id, cancellationToken) is not null;
        Yen since = isSealed ? await supplements.OfCouponAsync(campaign.Id, row.ToId(), cancellationToken) : Yen.Zero;
        return new CouponStanding(row.ToId(), row.ToCoupon(), row.FaceValue is { } face ? new Yen(face) : null, since, isSealed) { IsErased = row.Inquiry.Length == 0 };
    }

    /// <summary>What stands on the coupon or beside the seal for a case; null where nothing does.</summary>
    internal async Task<Restored?> FindAsync(Campaign campaign, string number, InquiryNumber coupon, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        return await FindAsync(campaign, number, coupon, counted, cancellationToken);
    }

    /// <summary>Likewise, for one after the other: the files that count are read once.</summary>
    internal async Task<Restored?> FindAsync(Campaign campaign, string number, InquiryNumber coupon, IReadOnlySet<string> counted, CancellationToken cancellationToken)
    {
        if ((await coupons.FindAsync(campaign.Id, coupon, cancellationToken))?.AsOf(counted) is { } row && await MadeAsync(row, number, counted, cancellationToken) is { } made)
        {
            return new Restored.OnCoupon(new Yen(made.Amount));
        }

        return await supplements.FindAsync(campaign.Id, number, cancellationToken) is { } supplement ? new Restored.AsSupplement(supplement) : null;
    }

    /// <summary>The files of a ledger that count.</summary>
    internal Task<IReadOnlySet<string>> CountedAsync(Campaign campaign, CancellationToken cancellationToken) => files.CountedAsync(campaign.Id, cancellationToken);

    internal async Task<Restored> PutBackAsync(Campaign campaign, RestorationOrder order, CancellationToken cancellationToken)
    {
        if (await DoneAsync(campaign, order, cancellationToken) is { } done)
        {
            return done;
        }

        Restored restored = await seals.FindAsync(campaign.Id, cancellationToken) is { Ledger.Seal: var seal } ? await AddSupplementAsync(campaign, order, seal, cancellationToken)
            : time.GetUtcNow() < campaign.CutoffAt ? await PutOnCouponAsync(campaign, order, cancellationToken)
            : new Restored.NotYet();

        // Another run for the same case may have put it back in the meantime: the balance is another one for that very reason.
        return restored is Restored.Refused && await DoneAsync(campaign, order, cancellationToken) is { } meanwhile ? meanwhile : restored;
    }

    /// <summary>What was put back for the case before; null where nothing was. A supplement is completed.</summary>
    private async Task<Restored?> DoneAsync(Campaign campaign, RestorationOrder order, CancellationToken cancellationToken) =>
        await FindAsync(campaign, order.Case, order.Number, cancellationToken) switch
        {
            Restored.AsSupplement { Supplement: var added } => await SupplementAsync(campaign, order, added, cancellationToken),
            { } onCoupon => onCoupon,
            null => null,
        };

    private async Task<Restored> PutOnCouponAsync(Campaign campaign, RestorationOrder order, CancellationToken cancellationToken)
    {
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Adjustments, $"case {order.Case}", By: null), cancellationToken);
        if (turn is null)
        {
            return new Restored.NotYet();
        }

        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        CouponRow? row = (await coupons.FindAsync(campaign.Id, order.Number, cancellationToken))?.AsOf(counted);

        // What the row holds of files that do not count yet will never count, if the turn is still ours after it was read.
        if (!await turn.IsHeldAsync(cancellationToken))
        {
            return new Restored.NotYet();
        }

        try
        {
            return await WriteAsync(campaign, order, row, counted, cancellationToken);
        }
        catch (LedgerClosedException)
        {
            return new Restored.NotYet();
        }
        catch (RequestFailedException changed) when (changed.Status is Conflict or Changed)
        {
            // Our own write whose answer was lost, or somebody took the turn: look again.
            return new Restored.NotYet();
        }
    }

    private async Task<Restored> WriteAsync(Campaign campaign, RestorationOrder order, CouponRow? row, IReadOnlySet<string> counted, CancellationToken cancellationToken)
    {
        if (WhyNot(order, row, Yen.Zero) is { } refusal)
        {
            return new Restored.Refused(refusal);
        }

        Adjustment adjustment = new(0, Adjustment.IdOfCase(order.Case), order.Number, AdjustmentKind.Restored, order.Amount, order.Reason) { Case = order.Case };
        AdjustmentPlan plan = AdjustmentPlan.Of(LedgerFiles.Cases, row!, await adjustments.ReadAsync(row!, counted, cancellationToken), [adjustment], time.GetUtcNow(), new RowErrors(1));
        if (plan.New.Count == 0)
        {
            return new Restored.NotYet();
        }

        await adjustments.WriteAsync(plan, cancellationToken);
        log.CaseRestored(campaign.Id, order.Case, order.Amount.Amount);
        return new Restored.OnCoupon(order.Amount);
    }

    private async Task<Restored> AddSupplementAsync(Campaign campaign, RestorationOrder order, string seal, CancellationToken cancellationToken)
    {
        CouponRow? row = await ReadAsync(campaign, order.Number, cancellationToken);
        Yen since = row is null ? Yen.Zero : await supplements.OfCouponAsync(campaign.Id, row.ToId(), cancellationToken);
        if (WhyNot(order, row, since) is { } refusal)
        {
            return new Restored.Refused(refusal);
        }

        return await supplements.TryAddAsync(campaign, seal, order, row!, since, cancellationToken) is { } added
            ? await OweAsync(campaign, order, added, row!, cancellationToken)
            : new Restored.NotYet();
    }

    /// <summary>Also after a crash: the right that a link of the chain speaks of.</summary>
    private async Task<Restored> SupplementAsync(Campaign campaign, RestorationOrder order, Supplement added, CancellationToken cancellationToken)
    {
        CouponRow row = await ReadAsync(campaign, order.Number, cancellationToken) ?? throw new InvalidDataException($"The coupon of supplement {added.Sequence} is not on file any more.");
        return await OweAsync(campaign, order, added, row, cancellationToken);
    }

    private async Task<Restored> OweAsync(Campaign campaign, RestorationOrder order, Supplement added, CouponRow row, CancellationToken cancellationToken)
    {
        await supplements.OweAsync(campaign, added, row, order.Caller, cancellationToken);
        log.CaseSupplemented(campaign.Id, order.Case, added.Sequence, added.Amount.Amount);
        return new Restored.AsSupplement(added);
    }

    private static RestorationRefusal? WhyNot(RestorationOrder order, CouponRow? row, Yen since)
    {
        if (row is null)
        {
            return RestorationRefusal.NoSuchCoupon;
        }

        Yen balance = new Yen(row.Balance) + since;
        Yen? face = row.FaceValue is { } stated ? new Yen(stated) : order.StatedFaceValue;
        return balance != order.Expected ? RestorationRefusal.BalanceChanged
            : face is not { } most || balance + order.Amount > most || balance + order.Amount > Coupon.BalanceMax ? RestorationRefusal.AboveFaceValue
            : null;
    }

    private async Task<AdjustmentRow?> MadeAsync(CouponRow row, string number, IReadOnlySet<string> counted, CancellationToken cancellationToken) =>
        (await adjustments.ReadAsync(row, counted, cancellationToken)).GetValueOrDefault(AdjustmentRow.PrefixOf(row.ToId()) + Adjustment.IdOfCase(number));

    private async Task<CouponRow?> ReadAsync(Campaign campaign, InquiryNumber number, CancellationToken cancellationToken) =>
        (await coupons.FindAsync(campaign.Id, number, cancellationToken))?.AsOf(await files.CountedAsync(campaign.Id, cancellationToken));
}
