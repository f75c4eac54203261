using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers;

/// <summary>What a person can do about a transfer, once the special site knows who it is: ask for one, change it, withdraw it, look where it stands.</summary>
public sealed class TransferDesk(
    TransferStore transfers, EntitlementStore entitlements, TransferReceipts receipts, KeyedHash hash, TimeProvider time, IOptions<TransferOptions> options, ILogger<TransferDesk> log)
{
    /// <summary>Whether the campaign pays into accounts, and this installation knows from where.</summary>
    public bool IsOffered(Campaign campaign) => campaign.BankTransfer is not null && options.Value.IsConfigured;

    /// <summary>An act of an operator as he has sent it; by the key of his form or request its repeat is known.</summary>
    internal SentAct ActOf(string? key, Person by, params ReadOnlySpan<string> act) => SentAct.Of(hash, key, by.Id.Value, act);

    /// <summary>An act of an operator that names the version that he has looked at.</summary>
    internal SentAct ActOfVersion(Person by, params ReadOnlySpan<string> act) => SentAct.OfVersion(hash, by.Id.Value, act);

    /// <returns>The right with its transfer, if one was ever asked for; null where there is no such right.</returns>
    public async Task<TransferStanding?> FindAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        await entitlements.FindAsync(campaign.Id, id, cancellationToken) is { } right ? new TransferStanding(right, await transfers.FindAsync(campaign, id, cancellationToken)) : null;

    /// <summary>Why the person cannot give an account now; null where they can.</summary>
    public DeskRefusal? WhyNot(Campaign campaign, TransferStanding standing)
    {
        DateTimeOffset now = time.GetUtcNow();
        return !IsOffered(campaign) ? DeskRefusal.NotOffered
            : now < campaign.BankTransfer!.OpensAt ? DeskRefusal.NotYet
            : now >= (standing.Right.State == EntitlementState.Open ? standing.Right.CollectingEndsAt(campaign) : campaign.BankTransfer.EndsAt) ? DeskRefusal.TooLate
            : standing switch
            {
                { Right: { State: EntitlementState.Open, AwaitsApplication: true } } => DeskRefusal.NotApplied,
                { Right.State: EntitlementState.Open or EntitlementState.TransferRequested or EntitlementState.TransferFailed, Transfer: { } before } when (before.State == TransferState.Withdrawn || before.State.MayBeChanged()) && HasNoMore(before) => DeskRefusal.TooOften,
                { Right.State: EntitlementState.Open } => null,
                { Right.State: EntitlementState.TransferRequested or EntitlementState.TransferFailed, Transfer: { } transfer } when transfer.State.MayBeChanged() => null,
                { Right.State: EntitlementState.TransferRequested or EntitlementState.TransferFailed or EntitlementState.Transferred } => DeskRefusal.UnderWay,
                _ => DeskRefusal.NothingToPay,
            };
    }

    /// <summary>Why points cannot be taken instead of what was asked for; null where they can.</summary>
    public DeskRefusal? WhyNoWithdrawal(Campaign campaign, TransferStanding standing) => standing switch
    {
        { Transfer: null or { State: TransferState.Withdrawn } } => DeskRefusal.NothingToPay,
        { Transfer: var transfer } when !transfer.State.MayBeChanged() => DeskRefusal.UnderWay,
        { Right.State: not (EntitlementState.TransferRequested or EntitlementState.TransferFailed) } => DeskRefusal.NothingToPay,

        // Points can be taken until then only: who withdrew later would be left with nothing.
        { Right: var right } when time.GetUtcNow() >= right.CollectingEndsAt(campaign) => DeskRefusal.TooLate,
        _ => null,
    };

    /// <summary>Why nobody can ask who does not know yet whether anything is owed to him; null where it is kept until then.</summary>
    public DeskRefusal? WhyNoWish(Campaign campaign) =>
        !IsOffered(campaign) ? DeskRefusal.NotOffered
        : time.GetUtcNow() < campaign.BankTransfer!.OpensAt ? DeskRefusal.NotYet
        : time.GetUtcNow() >= campaign.ReceiptEndsAt ? DeskRefusal.TooLate
        : null;

    /// <summary>Asks for what was wished before there was a right, in the very write in which the right becomes the person's: no link can go out in between.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="right">The right as it shall be, of the version that is stored.</param>
    /// <param name="wish">What the person has confirmed.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>False where somebody changed the right in between.</returns>
    internal async Task<bool> TryTakeUpAsync(Campaign campaign, Entitlement right, TransferForm wish, CancellationToken cancellationToken)
    {
        TransferStanding standing = new(right, null);
        return await TryMoveAsync(campaign, standing, Asked(standing, wish, by: null), cancellationToken) is not null;
    }

    /// <summary>Asks for a transfer, or changes what was asked for. The same again changes nothing.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The right.</param>
    /// <param name="form">What the person has confirmed.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <param name="by">The operator who enters it; null where the person asks himself.</param>
    public async Task<DeskAnswer> RequestAsync(Campaign campaign, EntitlementId id, TransferForm form, CancellationToken cancellationToken, EnteredBy? by = null)
    {
        while (true)
        {
            if (await FindAsync(campaign, id, cancellationToken) is not { } standing)
            {
                return new DeskAnswer(DeskRefusal.NothingToPay, null);
            }

            if (standing.Transfer is { } asked && (IsDone(asked, by?.Act) || (IsUnderWay(asked.State) && IsSame(asked, form))))
            {
                return new DeskAnswer(null, standing);
            }

            if (WhyNot(campaign, standing) is { } refusal)
            {
                return new DeskAnswer(refusal, standing);
            }

            standing = await WithReceiptAsync(standing, cancellationToken);
            if (await TryMoveAsync(campaign, standing, Asked(standing, form, by), cancellationToken) is { } moved)
            {
                return moved;
            }
        }
    }

    /// <summary>Takes points after all: the right is open again, and its receipt link shows it.</summary>
    public async Task<DeskAnswer> WithdrawAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken, SentAct? act = null)
    {
        while (true)
        {
            TransferStanding? standing = await FindAsync(campaign, id, cancellationToken);
            if (standing is { Transfer: { } there } && (there.State == TransferState.Withdrawn || IsDone(there, act)))
            {
                return new DeskAnswer(null, standing);
            }

            if (standing is null || WhyNoWithdrawal(campaign, standing) is not null)
            {
                return new DeskAnswer(standing is null ? DeskRefusal.NothingToPay : WhyNoWithdrawal(campaign, standing), standing);
            }

            if (await TryMoveAsync(campaign, standing, standing.Transfer! with { State = TransferState.Withdrawn, Acts = ActsWith(standing.Transfer, act) }, cancellationToken) is { } moved)
            {
                return moved;
            }
        }
    }

    /// <summary>Whoever has not applied gets a number too, by which he finds what he has asked for.</summary>
    private async Task<TransferStanding> WithReceiptAsync(TransferStanding standing, CancellationToken cancellationToken) => standing.Right is { Receipt: null } right
        ? standing with { Right = right with { TransferReceipt = await receipts.AllotAsync(right.Campaign, right.Id, cancellationToken) } }
        : standing;

    private async Task<DeskAnswer?> TryMoveAsync(Campaign campaign, TransferStanding standing, Transfer next, CancellationToken cancellationToken)
    {
        if (!await transfers.TryMoveAsync(campaign, standing.Transfer, next, standing.Right, time.GetUtcNow(), cancellationToken))
        {
            return null;
        }

        log.TransferMoved(campaign.Id, next.Id, standing.Transfer?.State, next.State, next.Version);
        return new DeskAnswer(null, await FindAsync(campaign, next.Id, cancellationToken));
    }

    private Transfer Asked(TransferStanding standing, TransferForm form, EnteredBy? by)
    {
        DateTimeOffset now = time.GetUtcNow();
        Transfer asked = standing.Transfer is { } before
            ? before with { Version = before.Version + 1, Attempt = before.IsUsedUp ? before.Attempt + 1 : before.Attempt }
            : new Transfer { Campaign = standing.Right.Campaign, Id = standing.Right.Id, Amount = standing.Right.Amount, AskedAt = now };
        return asked with
        {
            State = TransferState.Requested,
            ProtectedForm = transfers.Protect(form),
            HasUnknownBranch = form.Account.HasUnknownBranch,
            ChangedAt = now,
            Checked = null,
            Released = null,
            HeldBecause = null,
            File = null,
            PayOn = null,
            ReturnedBecause = null,
            EnteredBy = by?.Name,
            Acts = ActsWith(standing.Transfer, by?.Act),
        };
    }

    private static bool IsDone(Transfer transfer, SentAct? act) => act is { IsExact: true } sent && transfer.Acts.Know(sent);

    /// <summary>What the person does himself comes in between as well.</summary>
    private static RecentActs ActsWith(Transfer? before, SentAct? act) => (before?.Acts ?? default).With(act ?? SentAct.Another);

    /// <summary>Whether what was asked for is on its way, or has arrived.</summary>
    private static bool IsUnderWay(TransferState state) => state is not (TransferState.Held or TransferState.Returned or TransferState.Withdrawn);

    /// <summary>Nothing can be asked for anew: neither references nor versions are left.</summary>
    private static bool HasNoMore(Transfer before) => before.Version >= Transfer.VersionsMax || (before.IsUsedUp && before.Attempt >= Transfer.AttemptsMax);

    private bool IsSame(Transfer asked, TransferForm form) => transfers.FormOf(asked)?.IsSameAs(form) ?? false;
}

/// <summary>An operator who enters a transfer during a call.</summary>
/// <param name="Name">As colleagues know him.</param>
/// <param name="Act">As he has sent it.</param>
public sealed record EnteredBy(string Name, SentAct Act);

/// <summary>A right with its transfer.</summary>
/// <param name="Right">What is owed.</param>
/// <param name="Transfer">Null where none was ever asked for.</param>
public sealed record TransferStanding(Entitlement Right, Transfer? Transfer);

/// <summary>What came of a person's act.</summary>
/// <param name="Refusal">Why it was not done; null where it was.</param>
/// <param name="Standing">As it stands now; null where there is no such right.</param>
public sealed record DeskAnswer(DeskRefusal? Refusal, TransferStanding? Standing);

/// <summary>Why something cannot be done about a transfer.</summary>
public enum DeskRefusal
{
    /// <summary>The campaign pays into no accounts.</summary>
    NotOffered,

    /// <summary>Asking begins later.</summary>
    NotYet,

    /// <summary>The deadline has passed.</summary>
    TooLate,

    /// <summary>It was released: neither account nor mind can be changed any more.</summary>
    UnderWay,

    /// <summary>Nothing is owed that could be paid: points were chosen, or the right has ended.</summary>
    NothingToPay,

    /// <summary>The app does not know the holder: an application has to be accepted first.</summary>
    NotApplied,

    /// <summary>So many accounts have failed that the call centre has to help.</summary>
    TooOften,
}
