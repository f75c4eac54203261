using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.Applications.Matching;

/// <summary>
/// Opens the door: the entitlement gets the proved contact, and the name of the application, in one conditional write. Whoever comes first has it; a repeat meets its own
/// name and goes on.
/// </summary>
public sealed class AcceptApplication(
    EntitlementStore entitlements, EntitlementMarks marks, Unreached unreached, TransferDesk desk, ProtectedFields fields, TimeProvider time)
{
    /// <summary>Whoever was accepted once the application wave had begun bears it until he has been written to.</summary>
    internal const string Mark = "accepted";

    /// <summary>What is accepted within so short a time before a wave begins may be overlooked by its first page.</summary>
    private static readonly TimeSpan ChangeOver = TimeSpan.FromHours(1);

    /// <returns>Null where it is accepted now; else what stands against it.</returns>
    internal async Task<AcceptRefusal?> HandleAsync(Campaign campaign, Application application, EntitlementId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await entitlements.FindAsync(campaign.Id, id, cancellationToken) is not { } owed)
            {
                return AcceptRefusal.NothingOwed;
            }

            if (string.Equals(owed.Application, application.Id, StringComparison.Ordinal))
            {
                await TakeUpWishAsync(campaign, application, owed, cancellationToken);
                return null;
            }

            if (WhyNot(owed) is { } refusal)
            {
                return refusal;
            }

            if (await OpenAsync(campaign, application, owed, cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>Whether the right has become the applicant's by this application.</summary>
    internal async Task<bool> HasOpenedAsync(Campaign campaign, Application application, EntitlementId id, CancellationToken cancellationToken) =>
        string.Equals((await entitlements.FindAsync(campaign.Id, id, cancellationToken))?.Application, application.Id, StringComparison.Ordinal);

    /// <summary>Whether somebody who is accepted now has nothing of it any more: once collecting has ended; and before, where his link would come too late. Whoever wants a transfer, or can only be rung, needs none.</summary>
    internal bool IsTooLateFor(Campaign campaign, Application application) => time.GetUtcNow() is var now
        && (now >= campaign.ReceiptEndsAt || (now >= ApplicationsRun.LastOf(campaign) && application.ProtectedTransfer is null && ContactOf(application).FirstWay is not null));

    private Contact ContactOf(Application application) => fields.UnprotectJson<ApplicationForm>(application.ProtectedForm).Delivery;

    private static AcceptRefusal? WhyNot(Entitlement owed) => owed switch
    {
        { Application: not null } => AcceptRefusal.AlreadyApplied,
        { State: not EntitlementState.Open } => AcceptRefusal.NotOpen,
        { AwaitsApplication: false } => AcceptRefusal.InApp,
        _ => null,
    };

    /// <summary>Whoever comes to have a right to his link once the wave has passed, or is just passing, is written to on the next morning.</summary>
    internal Task MarkForLinkAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        time.GetUtcNow() >= WaveOf(campaign).StartsAt - ChangeOver ? marks.AddAsync(campaign.Id, Mark, [id], cancellationToken) : Task.CompletedTask;

    /// <summary>What was wished after the right had been opened, and before the application said so: a kill lay in between.</summary>
    private async Task TakeUpWishAsync(Campaign campaign, Application application, Entitlement owed, CancellationToken cancellationToken)
    {
        if (WishOf(application) is { } wish && owed.State == EntitlementState.Open)
        {
            await desk.RequestAsync(campaign, owed.Id, wish, cancellationToken);
        }
    }

    private TransferForm? WishOf(Application application) => application.ProtectedTransfer is { } wish ? fields.UnprotectJson<TransferForm>(wish) : null;

    /// <returns>False where the entitlement was changed in between.</returns>
    private async Task<bool> OpenAsync(Campaign campaign, Application application, Entitlement owed, CancellationToken cancellationToken)
    {
        Contact contact = ContactOf(application);
        Entitlement opened = owed with
        {
            AwaitsApplication = false,
            Application = application.Id,
            Contacts = contact.Kinds,
            ProtectedContact = contact.Kinds == ContactKinds.None ? null : fields.ProtectJson(contact),
        };
        if (!await TryOpenAsync(campaign, opened, WishOf(application), owed, cancellationToken))
        {
            return false;
        }

        if (contact.Kinds == ContactKinds.None)
        {
            await unreached.ListAsync(campaign.Id, [owed.Id], cancellationToken);
        }

        return true;
    }

    /// <summary>Who wants to be paid into an account has asked for it in the same write; everybody else is sent the link.</summary>
    private async Task<bool> TryOpenAsync(Campaign campaign, Entitlement opened, TransferForm? wish, Entitlement owed, CancellationToken cancellationToken)
    {
        if (wish is not null && desk.WhyNot(campaign, new TransferStanding(opened, null)) is null)
        {
            return await desk.TryTakeUpAsync(campaign, opened, wish, cancellationToken);
        }

        // The mark first: should the process die in between, whoever looks finds somebody who still has to apply, and passes him over.
        await MarkForLinkAsync(campaign, owed.Id, cancellationToken);
        return await entitlements.TryMoveAsync(owed, opened, cancellationToken) is not null;
    }

    internal static IssueWave WaveOf(Campaign campaign) => campaign.Waves.First(wave => wave.Route == EntitlementRoute.Application);
}

/// <summary>What stands against accepting an application.</summary>
public enum AcceptRefusal
{
    /// <summary>Nothing is owed on this coupon.</summary>
    NothingOwed,

    /// <summary>Another application was accepted for it.</summary>
    AlreadyApplied,

    /// <summary>Claimed, paid, expired or revoked.</summary>
    NotOpen,

    /// <summary>The app knows its holder.</summary>
    InApp,
}
