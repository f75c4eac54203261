using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>Whether the rest of a coupon is owed to its holder, and why.</summary>
public abstract record Eligibility
{
    private Eligibility()
    {
    }

    /// <summary>Something is owed.</summary>
    /// <param name="Route">How the right arose.</param>
    /// <param name="Owed">How much: the balance, or of a coupon that goes on being spent only what was put back on it.</param>
    public sealed record Eligible(EntitlementRoute Route, Yen Owed) : Eligibility;

    /// <summary>Nothing is owed.</summary>
    public sealed record NotCovered(NotCoveredReason Reason) : Eligibility;

    public static Eligibility Of(EligibilityRule rule, Coupon coupon) => coupon switch
    {
        _ when OwedOf(rule, coupon) < rule.MinimumBalance => new NotCovered(NotCoveredReason.BalanceBelowMinimum),
        _ when coupon.Expiry != rule.CouponExpiry && !coupon.Extended => new NotCovered(NotCoveredReason.OtherExpiry),
        { IsInApp: false } when rule.PaperAlwaysApplies || coupon.Expiry == rule.CouponExpiry => new Eligible(EntitlementRoute.Application, OwedOf(rule, coupon)),
        _ => new Eligible(coupon.Expiry == rule.CouponExpiry ? EntitlementRoute.App : EntitlementRoute.DoubleCharge, OwedOf(rule, coupon)),
    };

    private static Yen OwedOf(EligibilityRule rule, Coupon coupon) =>
        coupon.Extended && coupon.Expiry > rule.ExtendedUntil && coupon.Restored < coupon.Balance ? coupon.Restored : coupon.Balance;
}

/// <summary>Why nothing is owed. The names are part of the sealed lines: never rename.</summary>
public enum NotCoveredReason
{
    /// <summary>It was to end on another day than the one on which the system failed.</summary>
    OtherExpiry,

    /// <summary>Less is left on it than the rule's minimum.</summary>
    BalanceBelowMinimum,
}
