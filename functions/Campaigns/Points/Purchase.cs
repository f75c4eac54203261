using Compensation.Common;

namespace Compensation.Campaigns.Points;

/// <summary>What the rules look at of one transaction. A value, so that millions of them leave nothing behind.</summary>
public readonly record struct Purchase
{
    /// <summary>More than any purchase costs, and little enough for exact arithmetic in 64 bits.</summary>
    public static readonly Yen AmountMax = new(100_000_000);

    /// <inheritdoc cref="AmountMax"/>
    public const long BasePointsMax = 10_000_000;

    /// <summary>The service's id in the campaign file.</summary>
    public required string Service { get; init; }

    /// <summary>The id of the rate by which it ordinarily earns; empty where its service has only one.</summary>
    public string Kind { get; init; }

    public PurchaseDates Dates { get; init; }

    /// <summary>Tax included.</summary>
    public Yen Amount { get; init; }

    /// <summary>The base points set for it beforehand; 0 where there are none.</summary>
    public long BasePoints { get; init; }

    /// <summary>The ids of the kinds of points that are not multiplied and that this transaction consists of, separated by semicolons; mostly empty.</summary>
    public string Exclusions { get; init; }

    /// <summary>Null where the facility does not ask for the app.</summary>
    public bool? LinkedApp { get; init; }

    /// <summary>Null where the facility has no membership of its own.</summary>
    public bool? FacilityMember { get; init; }

    public PurchaseStatus Status { get; init; }

    /// <summary>Whether a condition's fact is stated and not fulfilled.</summary>
    public bool Lacks(AwardFact fact) => (fact == AwardFact.LinkedApp ? LinkedApp : FacilityMember) == false;
}

/// <summary>The dates of a purchase, in Japan; null where one has no meaning or is not known yet.</summary>
public readonly record struct PurchaseDates
{
    public DateOnly? Purchase { get; init; }

    public DateOnly? Booking { get; init; }

    public DateOnly? Boarding { get; init; }

    public DateOnly? Departure { get; init; }

    public DateOnly? Shipping { get; init; }

    public DateOnly? Use { get; init; }

    public DateOnly? this[AwardDate date] => date switch
    {
        AwardDate.Purchase => Purchase,
        AwardDate.Booking => Booking,
        AwardDate.Boarding => Boarding,
        AwardDate.Departure => Departure,
        AwardDate.Shipping => Shipping,
        _ => Use,
    };
}

/// <summary>What has become of a purchase.</summary>
public enum PurchaseStatus
{
    Completed,

    /// <summary>Counts as completed, with facts that replace earlier ones; a partial return comes as the amount that is left.</summary>
    Corrected,

    Cancelled,
    Returned,
}
