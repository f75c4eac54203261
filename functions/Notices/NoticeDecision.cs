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

    /// <summary>Send, for the first time or again with the same request id; the notice as it is to be claimed.</summary>
    public sealed record Send(Notice Claim, bool MayBeRepeat) : NoticeDecision;

    /// <summary>Someone else holds a fresh claim: look again then.</summary>
    public sealed record LookAgain(DateTimeOffset At) : NoticeDecision;

    /// <summary>To be tried again, but not in this pass.</summary>
    public sealed record Later : NoticeDecision;

    public static NoticeDecision For(NoticeOrder order, Entitlement person, Notice? issue, Notice? notice, NoticeClaimTerms terms)
    {
        if (!IsInAudience(order, person, issue))
        {
            return new Nothing();
        }

        return notice switch
        {
            null => new Send(terms.NewClaim(order, person), MayBeRepeat: false),
            { State: NoticeState.Sending } when notice.ClaimedAt + terms.Lease > terms.Now => new LookAgain(notice.ClaimedAt + terms.Lease),
            { State: NoticeState.Deferred } when notice.NotBefore > terms.Now => new Later(),
            { State: NoticeState.Sending or NoticeState.Deferred } => new Send(terms.Renewed(notice), MayBeRepeat: true),
            _ => new Nothing(),
        };
    }

    private static bool IsInAudience(NoticeOrder order, Entitlement person, Notice? issue) =>
        person.State == EntitlementState.Open
        && person.Contacts != ContactKinds.None
        && order.Covers(person.Route)
        && (order.Kind != NoticeKind.Reminder || issue?.Outcome is NoticeOutcome.Accepted or NoticeOutcome.Delivered);
}

/// <summary>Under which terms notices are claimed by one run of a page.</summary>
/// <param name="Now">The instant of the run.</param>
/// <param name="Attempt">Drawn anew by each run.</param>
/// <param name="Lease">How long a claim is left to its holder.</param>
internal sealed record NoticeClaimTerms(DateTimeOffset Now, Guid Attempt, TimeSpan Lease)
{
    public Notice NewClaim(NoticeOrder order, Entitlement person) => new()
    {
        Id = new NoticeId(person.Campaign, person.Id, order.Kind, order.Sequence),
        State = NoticeState.Sending,
        Channel = person.Contacts.HasFlag(ContactKinds.Sms) ? NoticeChannel.Sms : NoticeChannel.Email,
        Attempt = Attempt,
        ClaimedAt = Now,
        FirstTriedAt = Now,
    };

    public Notice Renewed(Notice notice) => notice.MoveTo(NoticeState.Sending) with { Attempt = Attempt, ClaimedAt = Now };
}
