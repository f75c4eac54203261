using Compensation.Campaigns;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Cases;

/// <summary>Puts back what has both confirmations, once however often it runs, and writes down what came of it. Answers how the case stands then.</summary>
public sealed class PutBackCase(CaseRoom room, Restorations restorations, EntitlementMarks marks, EntitlementStore entitlements, Unreached unreached, TimeProvider time)
{
    [Function(nameof(PutBackCase))]
    public async Task<CaseState> Run([ActivityTrigger] CaseRun run, CancellationToken cancellationToken)
    {
        DoubleChargeCase one = await room.Cases.FindAsync(run.Campaign, run.Number, cancellationToken) ?? throw new InvalidDataException($"Case {run.Number} of {run.Campaign} is not on record.");
        if (one.State != CaseState.Approved)
        {
            return one.State;
        }

        if (one is { ShopConfirmedAt: null } or { Approved: null })
        {
            throw new InvalidDataException($"Case {run.Number} of {run.Campaign} is approved without both confirmations.");
        }

        Campaign campaign = room.Campaigns[run.Campaign];
        return await WriteDownAsync(one, await PutBackAsync(campaign, one, cancellationToken), cancellationToken);
    }

    private async Task<CaseState> WriteDownAsync(DoubleChargeCase one, Restored restored, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (restored)
        {
            case Restored.OnCoupon:
                return await MoveAsync(one, one.In(CaseState.Restored, now), CaseAct.PutBack, cancellationToken);
            case Restored.AsSupplement { Supplement: var added }:
                await PrepareNoticeAsync(one, added.Entitlement, cancellationToken);
                return await MoveAsync(one, one.In(CaseState.Supplemented, now) with { Supplement = added.Entitlement }, CaseAct.PutBack, cancellationToken);
            case Restored.Refused { Why: var why }:
                return await MoveAsync(one, one.In(CaseState.Blocked, now) with { BlockedBy = why, Approved = null }, CaseAct.Blocked, cancellationToken);
            default:
                return CaseState.Approved;
        }
    }

    private async Task<CaseState> MoveAsync(DoubleChargeCase one, DoubleChargeCase after, CaseAct act, CancellationToken cancellationToken) =>
        await room.Desk.TryMoveAsync(one, after, act, CaseDesk.ByApp, cancellationToken) ? after.State : CaseState.Approved;

    /// <summary>Before the case says so: whoever has no address stands on the operators' list, and nobody is overlooked by the notice.</summary>
    private async Task PrepareNoticeAsync(DoubleChargeCase one, EntitlementId right, CancellationToken cancellationToken)
    {
        await marks.AddAsync(one.Campaign, one.Number.SupplementMark, [right], cancellationToken);
        if (await entitlements.FindAsync(one.Campaign, right, cancellationToken) is { Contacts: ContactKinds.None })
        {
            await unreached.ListAsync(one.Campaign, [right], cancellationToken);
        }
    }

    /// <summary>What cannot be read any more says for which coupon it was: a person takes it down anew.</summary>
    private async Task<Restored> PutBackAsync(Campaign campaign, DoubleChargeCase one, CancellationToken cancellationToken) =>
        await room.Desk.FactsOrAlarmAsync(one, cancellationToken) is null ? new Restored.Refused(RestorationRefusal.Unreadable)
        : OrderOf(campaign, one) is { } order ? await restorations.PutBackAsync(campaign, order, cancellationToken)
        : new Restored.Refused(RestorationRefusal.NoSuchCoupon);

    /// <returns>Null where the campaign's numbers look otherwise by now, or it cannot be read any more.</returns>
    internal RestorationOrder? OrderOf(Campaign campaign, DoubleChargeCase one)
    {
        CaseFacts facts = room.Desk.FactsOrNoneOf(one);
        return room.Desk.NumberOf(campaign, one) is { } number
            ? new RestorationOrder(one.Number.Value, number, ReasonOf(one.Kind), one.Amount, one.Expected) { StatedFaceValue = facts.FaceValue, Caller = facts.Caller }
            : null;
    }

    internal static AdjustmentReason ReasonOf(CaseKind kind) => kind == CaseKind.ChargedTwice ? AdjustmentReason.DoubleCharge : AdjustmentReason.CashPaid;
}

/// <summary>The person of a supplement has been told, as far as that is possible.</summary>
public sealed class CloseCase(CaseRoom room, EntitlementMarks marks)
{
    [Function(nameof(CloseCase))]
    public async Task Run([ActivityTrigger] CaseRun run, CancellationToken cancellationToken)
    {
        while (await room.Cases.FindAsync(run.Campaign, run.Number, cancellationToken) is { IsTold: false, Supplement: { } right } one)
        {
            await marks.RemoveAsync(run.Campaign, run.Number.SupplementMark, [right], cancellationToken);
            if (await room.Cases.TryKeepAsync(one, one with { IsTold = true }, cancellationToken) is not null)
            {
                return;
            }
        }
    }
}
