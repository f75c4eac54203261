namespace Compensation.CallCentre.Cases;

/// <summary>What an operator takes down during a call. Personal data: in bodies only.</summary>
/// <param name="InquiryNumber">The first of the four facts: the number on the coupon.</param>
/// <param name="Expiry">The second: as printed on it.</param>
/// <param name="Prefecture">The third: of the journey, by name or by its JIS number.</param>
/// <param name="Shop">The fourth: the shop's name.</param>
/// <param name="Kind"><c>paidInCash</c> or <c>chargedTwice</c>.</param>
/// <param name="Amount">How many yen were taken off too much.</param>
public sealed record CaseForm(string InquiryNumber, string Expiry, string Prefecture, string Shop, CaseKind Kind, long Amount)
{
    /// <summary>The shop's receipt: its number, or whatever tells it from others.</summary>
    public string? Receipt { get; init; }

    /// <summary>When it was paid; without an offset Japan's time.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>What the coupon was issued for, read from it. Needed where the ledger does not say so.</summary>
    public long? FaceValue { get; init; }

    /// <summary>The shop's mobile number or e-mail address, to which its link is sent; nothing where it is rung.</summary>
    public string? ShopContact { get; init; }

    /// <summary>The number by which the shop is rung.</summary>
    public string? ShopPhone { get; init; }

    public string? CallerName { get; init; }

    /// <summary>The caller's mobile number or e-mail address.</summary>
    public string? CallerContact { get; init; }
}
