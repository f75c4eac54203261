using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.CallCentre;

/// <summary>What was asked for, by whom, and why, and what was said to come of it.</summary>
/// <param name="Order">Made from the request's idempotency key.</param>
/// <param name="Fingerprint">Keyed hash of the request's body: the same key with another body is a mistake.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The operator's words.</param>
/// <param name="At">UTC.</param>
/// <param name="Filter">To whom; <c>all</c> where people were named.</param>
/// <param name="Channel">By which way, or null for the most likely.</param>
/// <param name="People">Who was named; empty for a filter.</param>
/// <param name="Outlook">What was to be expected when it was ordered.</param>
/// <param name="Sends">What its wave sends, and to whom.</param>
/// <param name="Window">When it may be sent.</param>
public sealed record ResendRecord(
    string Order,
    string Fingerprint,
    string By,
    string Reason,
    DateTimeOffset At,
    ResendFilter Filter,
    NoticeChannel? Channel,
    IReadOnlyList<NamedPerson> People,
    ResendOutlook Outlook,
    NoticeOrder Sends,
    SendingWindow Window)
{
    /// <summary>How the names of their waves begin.</summary>
    internal const string Waves = "resend";

    internal static string WaveOf(string order) => $"{Waves}-{order}";

    public static bool IsOrder(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The wave that carries it out.</summary>
    public string WaveId => WaveOf(Order);

    /// <summary>Those of the named who are written to.</summary>
    public IEnumerable<EntitlementId> Addressed => People.Where(person => person.Verdict == ResendVerdict.Send).Select(person => person.Entitlement);

    /// <summary>Those of the named who cannot be written to any more.</summary>
    public IEnumerable<EntitlementId> WithoutAddress => People
        .Where(person => person.Verdict == ResendVerdict.NoAddress || (person.IsCorrected && person.Verdict is not (ResendVerdict.Send or ResendVerdict.WaitsForWave)))
        .Select(person => person.Entitlement);

    internal ResendDraft Draft => new(At, Sends, Window, Sends.Resend!.OnlyClaimed);

    /// <summary>Those whose number or address was corrected.</summary>
    public IEnumerable<EntitlementId> Corrected => People.Where(person => person.IsCorrected).Select(person => person.Entitlement);
}

/// <summary>Somebody whom an order names.</summary>
/// <param name="Entitlement">The id.</param>
/// <param name="Verdict">What the order does for the person.</param>
/// <param name="IsCorrected">Number or address was corrected, or taken off file.</param>
/// <param name="Wrong">What was on file of these kinds was taken off.</param>
public sealed record NamedPerson(EntitlementId Entitlement, ResendVerdict Verdict, bool IsCorrected, ContactKinds Wrong)
{
    /// <summary>Another order was still to be carried out when this one was worked out. It is not kept.</summary>
    internal bool IsWaiting { get; init; }
}

/// <summary>What a resend comes to, before it is sent.</summary>
/// <param name="People">Messages.</param>
/// <param name="Sms">Of them, by SMS.</param>
/// <param name="Emails">Of them, by e-mail.</param>
/// <param name="SmsSegments">As how many SMS they are billed.</param>
/// <param name="CostYen">At the configured prices, rounded up.</param>
/// <param name="BeginsAt">The first instant within the hours of sending.</param>
/// <param name="EndsAt">If nothing is turned away.</param>
/// <param name="LeftOut">How many get nothing, by why.</param>
public sealed record ResendOutlook(
    long People, long Sms, long Emails, long SmsSegments, long CostYen, DateTimeOffset BeginsAt, DateTimeOffset EndsAt, IReadOnlyDictionary<ResendVerdict, long> LeftOut);
