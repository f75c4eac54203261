using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Cases;

/// <summary>What a caller has said. Personal data: kept encrypted, never logged.</summary>
/// <param name="Number">The inquiry number, as it is written.</param>
/// <param name="Expiry">As printed on the coupon.</param>
/// <param name="Prefecture">Of the journey: JIS X 0401, two digits.</param>
/// <param name="Shop">Its name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">How much was taken off too much.</param>
internal sealed record CaseFacts(string Number, DateOnly Expiry, string Prefecture, string Shop, CaseKind Kind, Yen Amount)
{
    /// <summary>The shop's receipt: its number, or whatever tells it from others.</summary>
    public string? Receipt { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>What the coupon was issued for, read from it, where the ledger does not say so.</summary>
    public Yen? FaceValue { get; init; }

    /// <summary>Where the shop is sent its link; nothing for one that is rung.</summary>
    public Contact ShopContact { get; init; } = new(null, null);

    /// <summary>The number by which the shop is rung.</summary>
    public string? ShopPhone { get; init; }

    public string? CallerName { get; init; }

    /// <summary>Where the caller is reached.</summary>
    public Contact Caller { get; init; } = new(null, null);
}

/// <summary>What the shop has said. Kept encrypted.</summary>
/// <param name="Confirms">Whether it was so.</param>
/// <param name="Name">Who said it.</param>
/// <param name="Remark">In the shop's words.</param>
/// <param name="At">When.</param>
internal sealed record ShopAnswer(bool Confirms, string Name, string? Remark, DateTimeOffset At)
{
    /// <summary>The number that was rung; null where the shop answered by its link.</summary>
    public string? Rung { get; init; }

    /// <summary>Who rang; null likewise.</summary>
    public string? RecordedBy { get; init; }
}
