using Compensation.Campaigns;

namespace Compensation.Coupons;

/// <summary>Whether the rest of a coupon is owed to its holder, and why.</summary>
public abstract record Eligibility
{
    private Eligibility()
    {
    }

    /// <summary>The balance is owed.</summary>
    public sealed record Eligible(EntitlementRoute Route) : Eligibility;

    /// <summary>Nothing is owed.</summary>
    public sealed record NotCovered(NotCoveredReason Reason) : Eligibility;

    public static Eligibility Of(EligibilityRule rule, Coupon coupon) => coupon switch
    {
        _ when coupon.Balance < rule.MinimumBalance => new NotCovered(NotCoveredReason.BalanceBelowMinimum),
        _ when coupon.Expiry != rule.CouponExpiry && !coupon.Extended => new NotCovered(NotCoveredReason.OtherExpiry),
        { IsInApp: false } => new Eligible(EntitlementRoute.Application),
        _ => new Eligible(coupon.Expiry == rule.CouponExpiry ? EntitlementRoute.App : EntitlementRoute.DoubleCharge),
    };
}

/// <summary>Why nothing is owed. The names are part of the sealed lines: never rename.</summary>
public enum NotCoveredReason
{
    /// <summary>It was to end on another day than the one on which the system failed.</summary>
    OtherExpiry,

    /// <summary>Less is left on it than the rule's minimum.</summary>
    BalanceBelowMinimum,
}
