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

    /// <summary>A corrected address has had nothing yet: neither the time since the last resend nor their number keeps the link from it.</summary>
    private static ResendVerdict? WhyNotAgain(ResendTerms terms, Entitlement person, NoticeHistory history, DateTimeOffset now)
    {
        bool isCorrected = person.IsCorrectedBy(terms.Order);
        return history.Resends >= (isCorrected ? MostOfAll : terms.CapPerPerson) ? ResendVerdict.Capped
            : !isCorrected && history.Earlier.Any(notice => notice.Id.Kind == NoticeKind.Resend && IsYoung(terms, notice, terms.Spacing, now)) ? ResendVerdict.Spaced
            : null;
    }

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
