using System.Text.Json.Serialization;
using Compensation.Campaigns;
using Compensation.Closing.Counting;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Closing;

/// <summary>The same money by what an office is asked: by route, product and day, and why the rest is not collected.</summary>
public sealed record ReportParts
{
    public IReadOnlyList<RouteLine> Routes { get; init; } = [];

    /// <summary>What was chosen, of each product.</summary>
    public IReadOnlyList<ProductCount> Products { get; init; } = [];

    /// <summary>Days in Japan on which a page was opened first, or something chosen.</summary>
    public IReadOnlyList<DayCount> Days { get; init; } = [];

    public UnclaimedLines Unclaimed { get; init; } = new();

    /// <summary>How long the one in the middle took from the first message to the choice; null where nobody has chosen.</summary>
    public int? MedianMinutesToClaim { get; init; }

    /// <summary>How many that is the median of: those of whom it is known when they were written to.</summary>
    public long Claims { get; init; }

    /// <summary>Those by how long they took, so that several campaigns have a median too.</summary>
    public IReadOnlyList<SpanCount> ClaimTimes { get; init; } = [];

    public static ReportParts Of(Breakdown counted, bool isInterim) => new()
    {
        Routes = [.. counted.Routes.GroupBy(count => count.Route).Select(route => RouteLine.Of(route.Key, [.. route], isInterim))],
        Products = counted.Products,
        Days = counted.Days,
        Unclaimed = UnclaimedLines.Of(counted.Unclaimed),
        MedianMinutesToClaim = ClaimTime.MedianOf(counted.ClaimTimes),
        Claims = counted.ClaimTimes.Sum(span => span.People),
        ClaimTimes = counted.ClaimTimes,
    };

    /// <summary>With those of another campaign.</summary>
    public ReportParts Plus(ReportParts other)
    {
        IReadOnlyList<SpanCount> times = SpanCount.Sum(ClaimTimes.Concat(other.ClaimTimes));
        return new()
        {
            Routes = [.. Routes.Concat(other.Routes).GroupBy(line => line.Route).OrderBy(same => same.Key).Select(same => same.Aggregate((sum, line) => sum.Plus(line)))],
            Products = [.. Products.Concat(other.Products).GroupBy(count => count.Product, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new ProductCount(same.Key, same.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum)))],
            Days = [.. Days.Concat(other.Days).GroupBy(count => count.Day).OrderBy(same => same.Key)
                .Select(same => new DayCount(same.Key, same.Sum(day => day.Opened), same.Aggregate(PeopleAndYen.Nobody, (sum, day) => sum + day.Claimed)))],
            Unclaimed = Unclaimed.Plus(other.Unclaimed),
            Claims = checked(Claims + other.Claims),
            ClaimTimes = times,
            MedianMinutesToClaim = ClaimTime.MedianOf(times),
        };
    }
}

/// <summary>What became of the entitlements of one route, in the lines of the whole report.</summary>
public sealed record RouteLine(
    [property: JsonConverter(typeof(CamelCaseEnum<EntitlementRoute>))] EntitlementRoute Route,
    PeopleAndYen Entitled,
    PeopleAndYen Issued,
    PeopleAndYen Transferred,
    PeopleAndYen Expired,
    PeopleAndYen Revoked,
    PeopleAndYen Waiting,
    PeopleAndYen Failed)
{
    internal static RouteLine Of(EntitlementRoute route, IReadOnlyList<RouteCount> counts, bool isInterim)
    {
        PeopleAndYen Line(OutcomeLine line) => Sum(counts.Where(count => count.State.Line(isInterim) == line));
        return new RouteLine(
            route, Sum(counts), Line(OutcomeLine.Issued), Line(OutcomeLine.Transferred), Line(OutcomeLine.Expired), Line(OutcomeLine.Revoked), Line(OutcomeLine.Waiting), Line(OutcomeLine.Failed));
    }

    internal RouteLine Plus(RouteLine other) => new(
        Route, Entitled + other.Entitled, Issued + other.Issued, Transferred + other.Transferred, Expired + other.Expired, Revoked + other.Revoked, Waiting + other.Waiting, Failed + other.Failed);

    private static PeopleAndYen Sum(IEnumerable<RouteCount> counts) => counts.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum);
}

/// <summary>What nobody has collected, expired or not yet, by what is known of why. The lines add up to <see cref="Total"/>.</summary>
public sealed record UnclaimedLines
{
    public PeopleAndYen Total { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Neither a number nor an address on file.</summary>
    public PeopleAndYen NoContact { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Nobody has applied for it.</summary>
    public PeopleAndYen NotApplied { get; init; } = PeopleAndYen.Nobody;

    /// <summary>No message arrived.</summary>
    public PeopleAndYen Undelivered { get; init; } = PeopleAndYen.Nobody;

    /// <summary>The same by the code of the provider or carrier, the most frequent first.</summary>
    public IReadOnlyList<ReasonCount> UndeliveredBy { get; init; } = [];

    /// <summary>A message arrived, and the page was not opened.</summary>
    public PeopleAndYen DeliveredNotOpened { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Messages were sent, no carrier has said what became of them, and the page was not opened.</summary>
    public PeopleAndYen SentNotOpened { get; init; } = PeopleAndYen.Nobody;

    /// <summary>The page was opened, and nothing chosen.</summary>
    public PeopleAndYen OpenedNotChosen { get; init; } = PeopleAndYen.Nobody;

    /// <summary>The person was told in the message of another entitlement, and has not opened this one's page.</summary>
    public PeopleAndYen ToldByAnother { get; init; } = PeopleAndYen.Nobody;

    /// <summary>No message has been sent yet.</summary>
    public PeopleAndYen NotSent { get; init; } = PeopleAndYen.Nobody;

    internal static UnclaimedLines Of(IReadOnlyList<UnclaimedCount> counts)
    {
        PeopleAndYen Of(Unclaimed why) => Sum(counts.Where(count => count.Why == why));
        return new UnclaimedLines
        {
            Total = Sum(counts),
            NoContact = Of(Counting.Unclaimed.NoContact),
            NotApplied = Of(Counting.Unclaimed.NotApplied),
            Undelivered = Of(Counting.Unclaimed.Undelivered),
            UndeliveredBy = [.. counts.Where(count => count.Why == Counting.Unclaimed.Undelivered)
                .OrderByDescending(count => count.Sum.People).ThenBy(count => count.Reason, StringComparer.Ordinal)
                .Select(count => new ReasonCount(count.Reason, count.Sum))],
            DeliveredNotOpened = Of(Counting.Unclaimed.Delivered),
            SentNotOpened = Of(Counting.Unclaimed.Sent),
            OpenedNotChosen = Of(Counting.Unclaimed.Opened),
            ToldByAnother = Of(Counting.Unclaimed.ToldByAnother),
            NotSent = Of(Counting.Unclaimed.NotSent),
        };
    }

    internal UnclaimedLines Plus(UnclaimedLines other) => new()
    {
        Total = Total + other.Total,
        NoContact = NoContact + other.NoContact,
        NotApplied = NotApplied + other.NotApplied,
        Undelivered = Undelivered + other.Undelivered,
        UndeliveredBy = [.. UndeliveredBy.Concat(other.UndeliveredBy).GroupBy(count => count.Reason, StringComparer.Ordinal)
            .Select(same => new ReasonCount(same.Key, same.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum)))
            .OrderByDescending(count => count.Sum.People).ThenBy(count => count.Reason, StringComparer.Ordinal)],
        DeliveredNotOpened = DeliveredNotOpened + other.DeliveredNotOpened,
        SentNotOpened = SentNotOpened + other.SentNotOpened,
        OpenedNotChosen = OpenedNotChosen + other.OpenedNotChosen,
        ToldByAnother = ToldByAnother + other.ToldByAnother,
        NotSent = NotSent + other.NotSent,
    };

    private static PeopleAndYen Sum(IEnumerable<UnclaimedCount> counts) => counts.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum);
}

/// <summary>People whom nothing reached, for one reason.</summary>
/// <param name="Reason">The provider's or the carrier's code; empty where it gave none.</param>
/// <param name="Sum">How many, and what they amount to.</param>
public sealed record ReasonCount(string Reason, PeopleAndYen Sum);

/// <summary>What the messages cost, at the configured prices.</summary>
/// <param name="SmsSegments">Billed SMS segments.</param>
/// <param name="SmsYen">What they cost, rounded up.</param>
/// <param name="Emails">E-mails that a provider took.</param>
/// <param name="EmailYen">What they cost, rounded up.</param>
public sealed record MessageCosts(long SmsSegments, long SmsYen, long Emails, long EmailYen)
{
    public static readonly MessageCosts None = new(0, 0, 0, 0);

    public MessageCosts Plus(MessageCosts other) =>
        new(checked(SmsSegments + other.SmsSegments), checked(SmsYen + other.SmsYen), checked(Emails + other.Emails), checked(EmailYen + other.EmailYen));
}
