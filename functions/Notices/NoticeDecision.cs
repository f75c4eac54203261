using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>What is to be done for one person of a page. A pure decision: the work is done elsewhere.</summary>
internal abstract record NoticeDecision
{
    private NoticeDecision()
    {
    }

    /// <summary>Nothing to do: not in the audience, or done.</summary>
    public sealed record Nothing : NoticeDecision;

    /// <summary>Nothing to do: the message of another of the person's entitlements speaks for this one too.</summary>
    public sealed record SpokenFor : NoticeDecision;

    /// <summary>Send, for the first time or again with the same request id.</summary>
    /// <param name="Claim">The notice as it is to be claimed.</param>
    /// <param name="MayBeRepeat">An earlier try may have gone out.</param>
    /// <param name="Amount">What the message names.</param>
    public sealed record Send(Notice Claim, bool MayBeRepeat, Yen Amount) : NoticeDecision
    {
        /// <summary>The notice on which the decision rests. Whoever decides by the same one in the same moment, for another message of the like, claims nothing; null where nobody does.</summary>
        public Notice? RestsOn { get; init; }
    }

    /// <summary>Someone else holds a fresh claim: look again then.</summary>
    public sealed record LookAgain(DateTimeOffset At) : NoticeDecision;

    /// <summary>To be tried again, but not in this pass.</summary>
    public sealed record Later : NoticeDecision;

    /// <summary>Another reminder may have reached the person so short a time ago that this one has to wait.</summary>
    public sealed record TooSoon(NoticeChannel Channel) : NoticeDecision;

    /// <summary>The person has had as many resends as anybody may get.</summary>
    public sealed record OverCap : NoticeDecision;

    public static NoticeDecision For(NoticeOrder order, Recipient recipient, NoticeHistory history, NoticeClaimTerms terms)
    {
        Yen amount = recipient.AmountIn(order.Kind);
        if (history.Ordered is { MayHaveGoneOut: true } begun)
        {
            // Whatever has become of the person since: what may have gone out is settled.
            return Continued(begun, amount, terms);
        }

        if (NoticeAudience.IsSpokenFor(order, recipient.Person))
        {
            return new SpokenFor();
        }

        if (!NoticeAudience.Includes(order, recipient, history, terms.Now))
        {
            return new Nothing();
        }

        if (order.Kind == NoticeKind.Reminder && StoredWait.Lasts(history.RemindedAt, terms.ReminderSpacing, terms.Now))
        {
            return new TooSoon(NoticeAudience.ChannelFor(order, recipient.Person, history));
        }

        if (history.Ordered is { } notice)
        {
            return Continued(Readdressed(notice, order, recipient.Person, history), amount, terms);
        }

        return order.Resend is not null && ResendAudience.VerdictOf(order, recipient, history, terms.Now) == ResendVerdict.Capped
            ? new OverCap()
            : new Send(terms.NewClaim(order, recipient.Person, history), MayBeRepeat: false, amount) { RestsOn = order.Kind is NoticeKind.TransferResult or NoticeKind.TransferResultAgain ? history.WordOfTransfer : null };
    }

    /// <summary>Nothing of it has gone out, and the address was corrected since: it goes to the one on file.</summary>
    private static Notice Readdressed(Notice notice, NoticeOrder order, Entitlement person, NoticeHistory history) =>
        notice is { State: NoticeState.Deferred } && !history.IsOnFile(notice) ? notice with { Channel = NoticeAudience.ChannelFor(order, person, history) } : notice;

    private static NoticeDecision Continued(Notice notice, Yen amount, NoticeClaimTerms terms) => notice switch
    {
        // The carrier has spoken: it did go out, whatever our own record says.
        { DeliveredAt: not null } or { UndeliveredAt: not null } => new Nothing(),
        { State: NoticeState.Sending } when terms.IsHeld(notice) => new LookAgain(notice.ClaimedAt + terms.Lease),
        { State: NoticeState.Deferred } when terms.HasToWait(notice) => new Later(),
        { State: NoticeState.Sending or NoticeState.Deferred } => new Send(terms.Renewed(notice), MayBeRepeat: notice.MayHaveGoneOut, amount),
        _ => new Nothing(),
    };
}

/// <summary>Under which terms notices are claimed by one run of a page.</summary>
/// <param name="Now">The instant of the run.</param>
/// <param name="Attempt">Drawn anew by each run.</param>
/// <param name="Lease">How long a claim is left to a holder that may be at work.</param>
/// <param name="Holders">Who may be at work.</param>
internal sealed record NoticeClaimTerms(DateTimeOffset Now, Guid Attempt, TimeSpan Lease, ClaimHolders Holders)
{
    /// <summary>The wave that claims.</summary>
    public string Wave { get; init; } = string.Empty;

    /// <summary>Nothing is put off for longer at a time.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The least time between two reminders to one person.</summary>
    public TimeSpan ReminderSpacing { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A claim from further ahead than a lease was taken before the clock was set back: nobody can be at work on it for so long.</summary>
    public bool IsHeld(Notice notice) => notice.ClaimedAt + Lease > Now && notice.ClaimedAt - Lease <= Now && Holders.MayBeAtWork(notice.Holder, notice.Attempt);

    /// <summary>What is put off for longer than anything ever is was so before the clock was set back: it is due.</summary>
    public bool HasToWait(Notice notice) => notice.NotBefore > Now && notice.NotBefore - WaitMax <= Now;

    public Notice NewClaim(NoticeOrder order, Entitlement person, NoticeHistory history) => new()
    {
        Id = new NoticeId(person.Campaign, person.Id, order.Kind, SequenceOf(order, history)),
        State = NoticeState.Sending,
        Channel = NoticeAudience.ChannelFor(order, person, history),
        Wave = Wave,
        Order = order.Resend?.Order,
        Attempt = Attempt,
        Holder = Holders.Me,
        ClaimedAt = Now,
        FirstTriedAt = Now,
    };

    private static int SequenceOf(NoticeOrder order, NoticeHistory history) => order switch
    {
        { Kind: NoticeKind.TransferResultAgain } => history.WordOfTransfer!.Id.Sequence,
        { Resend: not null } => history.Resends + 1,
        _ => order.Sequence,
    };

    public Notice Renewed(Notice notice) => notice.MoveTo(NoticeState.Sending) with
    {
        Wave = Wave,
        Attempt = Attempt,
        Holder = Holders.Me,
        ClaimedAt = Now,
        FirstTriedAt = notice.MayHaveGoneOut ? notice.FirstTriedAt : Now,
        LastTriedAt = notice.ClaimedAt,
    };
}
