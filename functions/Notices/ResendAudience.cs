using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>To whom of those whom a resend looks at the link is sent. A pure decision: whether an address is suppressed is for the sender to say.</summary>
internal static class ResendAudience
{
    /// <summary>Sequence numbers end there, whoever asks.</summary>
    private const int MostOfAll = 63;

    public static ResendVerdict VerdictOf(NoticeOrder order, Recipient recipient, NoticeHistory history, DateTimeOffset now)
    {
        ResendTerms terms = order.Resend!;
        return recipient.Person.AwaitsApplication ? ResendVerdict.AwaitsApplication
            : NoticeAudience.IsSpokenFor(order, recipient.Person) ? ResendVerdict.SpokenFor
            : !(terms.OnlyClaimed ? recipient.HasClaimed : recipient.MayOpen) ? ResendVerdict.NothingToOpen
            : terms.Filter == ResendFilter.NotClaimedAndNotDelivered && !recipient.MayClaim ? ResendVerdict.Claimed
            : !IsReachable(terms, recipient.Person) ? ResendVerdict.NoAddress
            : history.Ordered is not null ? ResendVerdict.Send
            : terms.Filter != ResendFilter.All && WhyNotByFilter(terms, recipient.Person, history, now) is { } why ? why
            : WhyNotAgain(terms, recipient.Person, history, now) ?? ResendVerdict.Send;
    }

    private static bool IsReachable(ResendTerms terms, Entitlement person) =>
        terms.Channel is { } channel ? person.Contacts.HasFlag(NoticeAudience.KindOf(channel)) : person.Contacts != ContactKinds.None;

    private static ResendVerdict? WhyNotByFilter(ResendTerms terms, Entitlement person, NoticeHistory history, DateTimeOffset now) =>
        terms.Routes is { } begun && !begun.Contains(person.Route) ? ResendVerdict.WaitsForWave
        : history.Earlier.Count == 0 ? ResendVerdict.NotWrittenTo
        : history.WasDelivered || history.Standing.Any(notice => IsTakenInSilence(terms, notice)) ? ResendVerdict.Delivered
        : history.Standing.Any(notice => IsOnItsWay(terms, notice, now)) ? ResendVerdict.AwaitsReport
        : null;

    /// <summary>
    /// What an address had before it was corrected keeps the link from nobody, neither by when it went nor by how much it was. What another order has brought to it since is not brought again,
    /// and no more what a fallback has brought since this one was given.
    /// </summary>
    private static ResendVerdict? WhyNotAgain(ResendTerms terms, Entitlement person, NoticeHistory history, DateTimeOffset now)
    {
        bool isCorrected = person.IsCorrectedBy(terms.Order);
        return history.Resends >= (isCorrected ? MostOfAll : terms.CapPerPerson) ? ResendVerdict.Capped
            : HadBy(person, history, isCorrected).Any(notice => notice.Id.Kind switch
            {
                NoticeKind.Resend => IsYoung(terms, notice, terms.Spacing, now),
                NoticeKind.Fallback => IsSince(terms, notice, now),
                _ => false,
            }) ? ResendVerdict.Spaced
            : null;
    }

    private static IEnumerable<Notice> HadBy(Entitlement person, NoticeHistory history, bool isCorrected) => !isCorrected ? history.Earlier
        : history.Standing.Where(notice => person.CorrectedWays == ContactKinds.None || person.CorrectedWays.HasFlag(NoticeAudience.KindOf(notice.Channel)));

    /// <summary>Has gone out since the order was given, by a way that it leaves open.</summary>
    private static bool IsSince(ResendTerms terms, Notice notice, DateTimeOffset now) =>
        (notice.SettledAt ?? notice.ClaimedAt) is var at && at > terms.At && at <= now && notice.State != NoticeState.Deferred && notice.Outcome != NoticeOutcome.Failed && (terms.Channel is null || terms.Channel == notice.Channel);

    private static bool IsTakenInSilence(ResendTerms terms, Notice notice) =>
        notice.Outcome == NoticeOutcome.Accepted && notice.Provider is { } provider && terms.SilentProviders.Contains(provider, StringComparer.Ordinal);

    /// <summary>Young, and not known to have failed, when the order was given.</summary>
    private static bool IsOnItsWay(ResendTerms terms, Notice notice, DateTimeOffset now) =>
        IsYoung(terms, notice, terms.UnreportedFor, now) && !(notice.Outcome == NoticeOutcome.Failed && (notice.UndeliveredAt ?? notice.SettledAt) <= terms.At);

    /// <summary>Less than so long before the order, or since. What bears a time that is still to come was sent before the clock was set back: nobody waits for as long as the skew.</summary>
    private static bool IsYoung(ResendTerms terms, Notice notice, TimeSpan length, DateTimeOffset now)
    {
        DateTimeOffset at = notice.SettledAt ?? notice.ClaimedAt;
        return at > now ? StoredWait.Lasts(at, length, terms.At) : terms.At - at < length;
    }
}
