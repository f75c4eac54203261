namespace Compensation.Rehearsal.Members;

/// <summary>A transaction as one row of a purchase file tells it. Dates are days in Japan.</summary>
internal sealed record SyntheticPurchase
{
    public required string Transaction { get; init; }

    /// <summary>1 and up; the highest stays.</summary>
    public required int Revision { get; init; }

    public required string Member { get; init; }

    public required string Service { get; init; }

    public string Facility { get; init; } = string.Empty;

    public string Kind { get; init; } = string.Empty;

    public DateOnly? PurchasedOn { get; init; }

    public DateOnly? BookedOn { get; init; }

    public DateOnly? BoardedOn { get; init; }

    public DateOnly? DepartedOn { get; init; }

    public DateOnly? ShippedOn { get; init; }

    public DateOnly? UsedOn { get; init; }

    /// <summary>Yen.</summary>
    public required int Amount { get; init; }

    public int? BasePoints { get; init; }

    /// <summary>Separated by semicolons.</summary>
    public string Exclusions { get; init; } = string.Empty;

    public bool? LinkedApp { get; init; }

    public bool? FacilityMember { get; init; }

    public string Status { get; init; } = Statuses.Completed;
}

/// <summary>What a row says has become of its transaction.</summary>
internal static class Statuses
{
    public const string Completed = "completed";
    public const string Corrected = "corrected";
    public const string Cancelled = "cancelled";
    public const string Returned = "returned";
}

/// <summary>The purchase files of a campaign, in the order in which they are handed in.</summary>
internal enum Delivery
{
    /// <summary>At the end of the period: everything that is known by then.</summary>
    October,

    /// <summary>Before the first grant: what was bought or shipped since, corrections and cancellations.</summary>
    November,

    /// <summary>While points are being granted.</summary>
    December,

    /// <summary>When everybody has been granted points.</summary>
    January,
}

/// <summary>A row and the file it comes in.</summary>
internal readonly record struct Filing(Delivery In, SyntheticPurchase Row);
