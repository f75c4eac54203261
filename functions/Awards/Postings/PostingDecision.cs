using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Awards.Postings;

/// <summary>What is to be done for one member of a page. A pure decision: the work is done elsewhere.</summary>
internal abstract record PostingDecision
{
    private PostingDecision()
    {
    }

    /// <summary>Nothing to do: nothing is due, or it is not ours to do.</summary>
    public sealed record Nothing : PostingDecision;

    /// <summary>Post, for the first time or again with the same key; posting and member as they are to be claimed.</summary>
    public sealed record Post(Posting Claim, Entitlement Member, Entitlement Claimed, Yen GrantedBefore) : PostingDecision;

    /// <summary>Someone else holds a fresh claim: look again then.</summary>
    public sealed record LookAgain(DateTimeOffset At) : PostingDecision;

    /// <summary>To be tried again, but not in this pass.</summary>
    public sealed record Later : PostingDecision;

    public static PostingDecision For(PostingOrder order, Entitlement member, PostingHistory history, PostingTerms terms) => history.Newest switch
    {
        // Whatever has become of the purchases since: what may have gone out is settled first, as it was.
        { MayHaveGoneOut: true } begun => Continued(begun, member, history, terms),
        { State: PostingState.Filed } => new Nothing(),
        _ when terms.Now >= terms.EndsAt || !IsIn(order, member) => new Nothing(),
        _ => Due(member, history, terms),
    };

    /// <summary>What remains to be posted: above zero to be granted, below zero to be withdrawn.</summary>
    public static Yen DueOf(Entitlement member, PostingHistory history) => member.Amount - history.Granted;

    private static PostingDecision Due(Entitlement member, PostingHistory history, PostingTerms terms)
    {
        Yen due = DueOf(member, history);
        return history.Newest switch
        {
            _ when due == Yen.Zero => new Nothing(),
            { State: PostingState.Refused or PostingState.Unknown } => new Nothing(),
            { State: PostingState.Short } when due < Yen.Zero => new Nothing(),
            { State: PostingState.Deferred, NotBefore: var notBefore } when terms.HasToWait(notBefore) => new Later(),
            // Nothing has gone out under this number yet: it takes what is due now.
            { State: PostingState.Deferred } reserved => Claim(terms.Renewed(reserved) with { Points = due, RulesVersion = member.RulesVersion!.Value, FirstTriedAt = terms.Now }),
            { Id.Sequence: PostingId.SequenceMax } => new Nothing(),
            _ => Claim(terms.NewClaim(new PostingId(member.Campaign, member.Id, (history.Newest?.Id.Sequence ?? 0) + 1), due, member.RulesVersion!.Value)),
        };

        Post Claim(Posting claim) => new(claim, member, Begun(member, terms.Now), history.Granted);
    }

    private static PostingDecision Continued(Posting posting, Entitlement member, PostingHistory history, PostingTerms terms) => posting switch
    {
        { State: PostingState.Sending } when terms.IsHeld(posting) => new LookAgain(posting.ClaimedAt + terms.Lease),
        { State: PostingState.Deferred } when terms.HasToWait(posting.NotBefore) => new Later(),
        _ => new Post(terms.Renewed(posting), member, member, history.Granted),
    };

    private static bool IsIn(PostingOrder order, Entitlement member) =>
        member is { Route: EntitlementRoute.Purchase, State: EntitlementState.Open or EntitlementState.Claimed or EntitlementState.Paid }
        && (order.To == PostingAudience.Everybody || member.State != EntitlementState.Open);

    /// <summary>From now on the member's points stay with the rules that they are granted under.</summary>
    private static Entitlement Begun(Entitlement member, DateTimeOffset now) =>
        member.State == EntitlementState.Open ? member with { State = EntitlementState.Claimed, ClaimedAt = now } : member;
}

/// <summary>Under which terms postings are claimed by one run of a page.</summary>
/// <param name="Now">The instant of the run.</param>
/// <param name="EndsAt">From then on nothing new is begun.</param>
/// <param name="Attempt">Drawn anew by each run.</param>
/// <param name="Lease">How long a claim is left to a holder that may be at work.</param>
/// <param name="Holders">Who may be at work.</param>
internal sealed record PostingTerms(DateTimeOffset Now, DateTimeOffset EndsAt, Guid Attempt, TimeSpan Lease, ClaimHolders Holders)
{
    /// <summary>Nothing is put off for longer at a time.</summary>
    private static readonly TimeSpan WaitMax = RetryAfter.Longest;

    /// <summary>A claim from further ahead than a lease was taken before the clock was set back.</summary>
    public bool IsHeld(Posting posting) => posting.ClaimedAt + Lease > Now && posting.ClaimedAt - Lease <= Now && Holders.MayBeAtWork(posting.Holder, posting.Attempt);

    /// <summary>What is put off for longer than anything ever is was so before the clock was set back: it is due.</summary>
    public bool HasToWait(DateTimeOffset? notBefore) => notBefore > Now && notBefore - WaitMax <= Now;

    public Posting NewClaim(PostingId id, Yen points, int rulesVersion) => new()
    {
        Id = id,
        State = PostingState.Sending,
        Points = points,
        RulesVersion = rulesVersion,
        Attempt = Attempt,
        Holder = Holders.Me,
        ClaimedAt = Now,
        FirstTriedAt = Now,
    };

    /// <summary>The same posting, claimed again. A repeat stays one of which a request may have gone out.</summary>
    public Posting Renewed(Posting posting) => posting.MoveTo(PostingState.Sending) with
    {
        IsUnsettled = posting.MayHaveGoneOut,
        Attempt = Attempt,
        Holder = Holders.Me,
        ClaimedAt = Now,
    };
}
