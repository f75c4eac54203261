using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Applications.Matching;

/// <summary>
/// Decides what has come in, once the balances are sealed: transfers that were wished before are asked for, exact applications are accepted, all others go to a person with the reason. A repeat finds what is decided and does
/// the rest, so that a kill in the middle changes nothing.
/// </summary>
public sealed class DecideApplications(
    CampaignCatalog campaigns, SealStore seals, ApplicationStore applications, MatchApplication match, AcceptApplication accept, TakeUpWishes wishes, IAlarms alarms, TimeProvider time, ILogger<DecideApplications> log)
{
    [Function(nameof(DecideApplications))]
    public async Task<int> Run([ActivityTrigger] CampaignId id, CancellationToken cancellationToken)
    {
        if (await seals.FindAsync(id, cancellationToken) is null)
        {
            return 0;
        }

        Campaign campaign = campaigns[id];
        await wishes.HandleAsync(campaign, cancellationToken);
        IReadOnlyDictionary<CampaignId, CouponLookup>? opened = null;
        int decided = 0;
        await foreach (OpenApplication open in applications.ReadOpenAsync(id, cancellationToken).Where(open => open.State == ApplicationState.Received))
        {
            opened ??= await match.OpenAsync(id, cancellationToken);
            decided += await TryDecideAsync(campaign, open, opened, cancellationToken) ? 1 : 0;
        }

        return decided;
    }

    /// <summary>One that cannot be read, or whose coupon's holder cannot be, waits for a person and holds up no other.</summary>
    private async Task<bool> TryDecideAsync(Campaign campaign, OpenApplication open, IReadOnlyDictionary<CampaignId, CouponLookup> opened, CancellationToken cancellationToken)
    {
        try
        {
            return await DecideAsync(campaign, open, opened, cancellationToken);
        }
        catch (Exception unreadable) when (ProtectedFields.IsUnreadable(unreadable))
        {
            await alarms.RaiseAsync(
                AlarmKind.RunFailed, campaign.Id, $"{open.Receipt}-{open.Line}", $"What is stored of the application {open.Receipt}, line {open.Line}, or of its coupon cannot be read: nothing is decided about it.", cancellationToken);
            return false;
        }
    }

    internal async Task<bool> DecideAsync(Campaign campaign, OpenApplication open, IReadOnlyDictionary<CampaignId, CouponLookup> opened, CancellationToken cancellationToken)
    {
        if (await applications.FindAsync(campaign.Id, open.Receipt, open.Line, cancellationToken) is not { State: ApplicationState.Received } application)
        {
            return false;
        }

        Matched matched = await match.HandleAsync(campaign, application, opened, cancellationToken);
        AcceptRefusal? refusal = matched.Outcome == ApplicationOutcome.Exact ? await accept.HandleAsync(campaign, application, matched.Coupon!.Id, cancellationToken) : null;
        ApplicationState state = matched.Outcome == ApplicationOutcome.Exact && refusal is null ? ApplicationState.Accepted : ApplicationState.InReview;
        application = application with { Outcome = refusal == AcceptRefusal.AlreadyApplied ? ApplicationOutcome.AlreadyApplied : matched.Outcome };
        bool moved = await applications.TryMoveAsync(
            application, application with { State = state, DecidedAt = state == ApplicationState.Accepted ? time.GetUtcNow() : null }, message: null, cancellationToken);
        if (moved)
        {
            log.ApplicationMoved(campaign.Id, application.Id, state, application.Outcome);
        }

        return moved;
    }
}
