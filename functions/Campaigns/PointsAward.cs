using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>The rules by which a campaign awards points for purchases.</summary>
/// <param name="RulesVersion">1 and up; every change of the rules counts it up, and what was granted stays explained by the version it was granted under.</param>
/// <param name="StartsAt">The period's first instant.</param>
/// <param name="EndsAt">The period's exclusive end.</param>
/// <param name="Rates">How extra points are computed.</param>
/// <param name="Services">Which purchases count.</param>
/// <param name="Exclusions">Points that are not multiplied.</param>
/// <param name="Conditions">What must be fulfilled beside being a member.</param>
/// <param name="CapPercent">No points above this share of a transaction's amount.</param>
/// <param name="Rounding">What happens to fractions.</param>
/// <param name="CancelledEarnsNothing">A returned or cancelled purchase earns no points.</param>
/// <param name="WithdrawnAfterCampaign">Points granted for it may be withdrawn after the campaign.</param>
public sealed record PointsAward(
    int RulesVersion,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<AwardRate> Rates,
    IReadOnlyList<AwardService> Services,
    IReadOnlyList<NoticeField> Exclusions,
    IReadOnlyList<AwardCondition> Conditions,
    int CapPercent,
    AwardRounding Rounding,
    bool CancelledEarnsNothing,
    bool WithdrawnAfterCampaign);

/// <summary>When and how fast points are granted. Instants are UTC; ends are exclusive.</summary>
/// <param name="StartsAt">From when on points are granted.</param>
/// <param name="EndsAt">The end of the time over which granting is spread.</param>
/// <param name="CorrectionsEndAt">Until then, cancellations and corrections are followed by grants and revocations; then the books are closed.</param>
/// <param name="PerMinute">The most postings a minute of one wave.</param>
public sealed record PointsGrant(DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset CorrectionsEndAt, int PerMinute)
{
    /// <summary>From the end of taking purchases in until points are corrected for the last time: a file that has just been taken is written in that time, or not at all.</summary>
    public static readonly TimeSpan LastFiles = TimeSpan.FromHours(1);

    /// <summary>A week more, in which those are told whose points were granted last.</summary>
    public DateTimeOffset NoticesEndAt => CorrectionsEndAt.AddDays(7);
}

/// <summary>One way of computing extra points.</summary>
/// <param name="Id">Unique in the campaign; a purchase names the rate it ordinarily earns by.</param>
/// <param name="Basis">What is multiplied.</param>
/// <param name="PerAmount">The yen that earn one ordinary point; zero where the base points are given.</param>
/// <param name="Times">How many times the ordinary points are added.</param>
public sealed record AwardRate(string Id, AwardBasis Basis, Yen PerAmount, int Times);

/// <summary>One service of the campaign.</summary>
/// <param name="Id">Unique in the campaign.</param>
/// <param name="Name">As the terms print it.</param>
/// <param name="DateBasis">Which of a purchase's dates must fall in the period.</param>
/// <param name="Rates">The ids of the rates its purchases may earn by.</param>
public sealed record AwardService(string Id, string Name, AwardDate DateBasis, IReadOnlyList<string> Rates);

/// <summary>A condition of taking part that a purchase states to be fulfilled or not. Where it states nothing, none is asked.</summary>
/// <param name="Id">Unique in the campaign.</param>
/// <param name="Label">As the terms print it.</param>
/// <param name="Fact">Which of a purchase's facts decides.</param>
/// <param name="Services">The ids of the services it holds for.</param>
/// <param name="OtherwiseRate">The rate by which a purchase earns that does not fulfil it; null where it earns nothing.</param>
public sealed record AwardCondition(string Id, string Label, AwardFact Fact, IReadOnlyList<string> Services, string? OtherwiseRate);

/// <summary>What a condition looks at.</summary>
public enum AwardFact
{
    /// <summary>The app is linked to the member's id and was shown.</summary>
    LinkedApp,

    /// <summary>The member is registered with the facility's own organisation too.</summary>
    FacilityMember,
}

/// <summary>What a rate multiplies.</summary>
public enum AwardBasis
{
    /// <summary>The amount paid, tax included, divided by the rate's yen.</summary>
    AmountPaid,

    /// <summary>The base points set for the purchase beforehand.</summary>
    BasePoints,
}

/// <summary>Which date of a purchase must fall in the period.</summary>
public enum AwardDate
{
    Purchase,
    Booking,
    Boarding,
    Departure,
    Shipping,
    Use,
}

/// <summary>What happens to fractions of a point.</summary>
public enum AwardRounding
{
    /// <summary>Every step is exact; the result is rounded down once.</summary>
    DownOnceAtEnd,

    /// <summary>Each transaction's points are rounded down by themselves.</summary>
    DownEachTransaction,
}
