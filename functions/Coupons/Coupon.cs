using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>A region coupon, as far as it decides who is owed what.</summary>
/// <param name="Expiry">The day in Japan on which it was to end when it was issued.</param>
/// <param name="Balance">What is left on it.</param>
/// <param name="ChargedToApp">Whether its holder charged it to the app.</param>
/// <param name="Extended">Whether a confirmed double charge, or a purchase paid in cash, has prolonged its validity (case B of the notices).</param>
public sealed record Coupon(DateOnly Expiry, Yen Balance, bool ChargedToApp, bool Extended = false)
{
    /// <summary>How much of the balance was put back (case B).</summary>
    public Yen Restored { get; init; }

    /// <summary>Whether its holder has left the app since.</summary>
    public bool LeftApp { get; init; }

    /// <summary>Whether the app still knows its holder. Everybody else is written to only after an accepted application.</summary>
    public bool IsInApp => ChargedToApp && !LeftApp;

    /// <summary>More than any coupon was issued for; a greater balance is a slip of the pen.</summary>
    public static readonly Yen BalanceMax = new(10_000_000);
}
