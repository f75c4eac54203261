using Compensation.Applications;
using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.CallCentre.People;

/// <summary>What can be done for a person, by the same rules that carry it out.</summary>
public sealed class NextActions(OrderResend resends, TransferDesk transfers, TransferStore transferStore, TimeProvider time)
{
    /// <summary>Only asked; a plan needs some words.</summary>
    private const string Asked = "timeline";

    internal async Task<IReadOnlyList<NextAction>> OfAsync(Campaign campaign, Entitlement? right, bool hasCoupon, IReadOnlyList<Application> applications, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        NextAction resend = await ResendAsync(campaign, right, cancellationToken);
        NextAction[] all =
        [
            resend,
            new(PersonAction.CorrectContact, WhyNoCorrection(resend, right)) { From = resend.From },
            new(PersonAction.Apply, WhyNotApply(campaign, right, applications, now)),
            .. await OfTransferAsync(campaign, right, cancellationToken),
            new(PersonAction.OpenCase, WhyNoCase(campaign, hasCoupon, now)),
        ];
        int advised = Array.FindIndex(all, action => action.Bar is null && action.Action is PersonAction.Resend or PersonAction.Apply || (action is { Action: PersonAction.CorrectContact, Bar: null } && resend.Bar == ActionBar.NoAddress));
        return [.. all.Select((action, index) => action with { IsAdvised = index == advised }).OrderByDescending(action => action.IsAdvised).ThenBy(action => action.Bar is not null)];
    }

    private async Task<NextAction> ResendAsync(Campaign campaign, Entitlement? right, CancellationToken cancellationToken)
    {
        if (right is null || campaign.Kind == CampaignKind.PointsAward)
        {
            return new NextAction(PersonAction.Resend, right is null ? ActionBar.NothingOwed : ActionBar.NotOffered);
        }

        if (StateBars(right) is { } bar)
        {
            return new NextAction(PersonAction.Resend, bar);
        }

        ResendAnswer answer = await resends.PlanAsync(campaign, new ResendRequest(Asked) { People = [new ResendPerson { Entitlement = right.Id.ToString() }] }, cancellationToken);
        return answer switch
        {
            ResendAnswer.Planned { Plan: { Named: [{ Verdict: var verdict }], Outlook: var outlook } } => new NextAction(PersonAction.Resend, BarOf(verdict)) { From = verdict == ResendVerdict.Send ? outlook.BeginsAt : null },
            ResendAnswer.NotNow => new NextAction(PersonAction.Resend, time.GetUtcNow() < campaign.CutoffAt ? ActionBar.NotSealed : ActionBar.Over),
            _ => new NextAction(PersonAction.Resend, right.Contacts == ContactKinds.None ? ActionBar.NoAddress : ActionBar.NotNow),
        };
    }

    private static ActionBar? StateBars(Entitlement right) => right switch
    {
        { AwaitsApplication: true } => ActionBar.AwaitsApplication,
        { State: EntitlementState.TransferRequested or EntitlementState.Transferred or EntitlementState.TransferFailed } => ActionBar.ByTransfer,
        { State: EntitlementState.Expired } => ActionBar.Over,
        { State: EntitlementState.Revoked } => ActionBar.NothingOwed,
        _ => null,
    };

    internal static ActionBar? BarOf(ResendVerdict verdict) => verdict switch
    {
        ResendVerdict.Send => null,
        ResendVerdict.NothingToOpen => ActionBar.Over,
        ResendVerdict.Claimed => ActionBar.Chosen,
        ResendVerdict.NoAddress => ActionBar.NoAddress,
        ResendVerdict.Suppressed => ActionBar.Suppressed,
        ResendVerdict.WaitsForWave => ActionBar.WaitsForWave,
        ResendVerdict.Spaced or ResendVerdict.AwaitsReport => ActionBar.Spaced,
        ResendVerdict.Ordered => ActionBar.Ordered,
        ResendVerdict.Capped => ActionBar.Capped,
        ResendVerdict.SpokenFor => ActionBar.SpokenFor,
        ResendVerdict.AwaitsApplication => ActionBar.AwaitsApplication,
        _ => ActionBar.NotNow,
    };

    /// <summary>A correction passes what only keeps messages to the old address back.</summary>
    private static ActionBar? WhyNoCorrection(NextAction resend, Entitlement? right) => right switch
    {
        { State: EntitlementState.Paid } => ActionBar.HasCode,
        not null when resend.Bar is ActionBar.NoAddress or ActionBar.Suppressed or ActionBar.Spaced or ActionBar.Ordered or ActionBar.Capped or ActionBar.WaitsForWave => null,
        _ => resend.Bar,
    };

    private static ActionBar? WhyNotApply(Campaign campaign, Entitlement? right, IReadOnlyList<Application> applications, DateTimeOffset now) =>
        campaign.ApplicationSite is not { } site ? ActionBar.NotOffered
        : applications.Any(one => one.State.IsOpen()) ? ActionBar.ApplicationWaits
        : right is { AwaitsApplication: false } ? ActionBar.NeedsNoApplication
        : right is null && now >= campaign.CutoffAt ? ActionBar.NothingOwed
        : now < site.OpensAt || now >= site.EndsAt ? ActionBar.NotNow
        : null;

    /// <summary>Asking for one; and taking back one that was asked for.</summary>
    private async Task<IReadOnlyList<NextAction>> OfTransferAsync(Campaign campaign, Entitlement? right, CancellationToken cancellationToken)
    {
        if (right is null || campaign.BankTransfer is null)
        {
            return [new NextAction(PersonAction.AskForTransfer, right is null ? ActionBar.NothingOwed : ActionBar.NotOffered)];
        }

        TransferStanding standing = new(right, await transferStore.FindAsync(campaign, right.Id, cancellationToken));
        NextAction ask = new(PersonAction.AskForTransfer, BarOf(transfers.WhyNot(campaign, standing), right));
        return standing.Transfer is null or { State: TransferState.Withdrawn } ? [ask] : [ask, new NextAction(PersonAction.WithdrawTransfer, BarOf(transfers.WhyNoWithdrawal(campaign, standing), right))];
    }

    private static ActionBar? BarOf(DeskRefusal? refusal, Entitlement right) => refusal switch
    {
        null => null,
        DeskRefusal.NotApplied => ActionBar.AwaitsApplication,
        DeskRefusal.UnderWay or DeskRefusal.TooOften => ActionBar.ByTransfer,
        DeskRefusal.TooLate => ActionBar.Over,
        DeskRefusal.NothingToPay => right.State == EntitlementState.Paid ? ActionBar.HasCode : right.State == EntitlementState.Claimed ? ActionBar.Chosen : ActionBar.NothingOwed,
        DeskRefusal.NotOffered => ActionBar.NotSetUp,
        _ => ActionBar.NotNow,
    };

    private static ActionBar? WhyNoCase(Campaign campaign, bool hasCoupon, DateTimeOffset now) =>
        campaign.DoubleCharges is not { } period ? ActionBar.NotOffered
        : !hasCoupon ? ActionBar.NothingOwed
        : now < period.OpensAt || now >= period.ClosesAt ? ActionBar.NotNow
        : null;
}
