using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Cases;

/// <summary>Does what is due about a step that takes long: reminds its people, escalates it, or ends it. A repeat finds that it was done.</summary>
public sealed class PressCase(CaseRoom room, IAlarms alarms, TimeProvider time)
{
    [Function(nameof(PressCase))]
    public async Task Run([ActivityTrigger] CaseToPress press, CancellationToken cancellationToken)
    {
        Campaign campaign = room.Campaigns[press.Campaign];
        if (await room.Cases.FindAsync(press.Campaign, press.Number, cancellationToken) is not { } one || one.Version != press.Version || one.Pressed != press.Pressed
            || room.TimesOf(campaign, one)?.DueAt(one.Pressed, time.GetUtcNow()) is not { } due)
        {
            return;
        }

        if (due == CasePress.End)
        {
            await EndAsync(campaign, one, cancellationToken);
            return;
        }

        // The alarm first: said again after a crash it is only counted.
        AlarmKind kind = due == CasePress.Remind ? AlarmKind.CaseWaits : AlarmKind.CaseOverdue;
        await alarms.RaiseAsync(kind, press.Campaign, $"{one.Number}:{one.State}", $"Case {one.Number} is {one.State} since {JapanTime.Stated(one.Since)}: {WaitsFor(one.State)}", cancellationToken);
        await room.Cases.TryKeepAsync(one, one with { Pressed = one.Pressed + 1 }, cancellationToken);
    }

    private async Task EndAsync(Campaign campaign, DoubleChargeCase one, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool isLast = now >= campaign.DoubleCharges!.DecidedBy;
        DoubleChargeCase ended = one.State switch
        {
            CaseState.AskingShop when !isLast => one.In(CaseState.ShopSilent, now),
            CaseState.ShopDenied => one.In(CaseState.Refused, now) with { Refusal = CaseRefusal.ShopDenied },
            CaseState.AskingShop or CaseState.ShopSilent => one.In(CaseState.Refused, now) with { Refusal = CaseRefusal.ShopSilent },
            _ => one.In(CaseState.Refused, now) with { Refusal = CaseRefusal.NotDecidedInTime },
        };
        await alarms.RaiseAsync(
            AlarmKind.CaseOverdue, one.Campaign, $"{one.Number}:{one.State}:end", $"The time of case {one.Number} as {one.State} is over: it is {ended.State} now.", cancellationToken);
        await room.Desk.TryMoveAsync(one, ended, CaseAct.TimePassed, CaseDesk.ByClock, cancellationToken);
    }

    private static string WaitsFor(CaseState state) => state switch
    {
        CaseState.AskingShop => "the shop has not answered; ring it and record the call.",
        CaseState.ShopDenied => "the shop has denied it; ask again or refuse it.",
        CaseState.ShopSilent => "the shop was silent; ring it, ask again or refuse it.",
        CaseState.Confirmed => "a second person has to approve it.",
        _ => "the coupon is not as it was approved; look at it again.",
    };
}

/// <summary>A case about which something may be due.</summary>
/// <param name="Campaign">Whose.</param>
/// <param name="Number">Which.</param>
/// <param name="Version">As it was looked at: what was changed since is looked at again.</param>
/// <param name="Pressed">Likewise.</param>
public sealed record CaseToPress(CampaignId Campaign, CaseNumber Number, int Version, int Pressed);
