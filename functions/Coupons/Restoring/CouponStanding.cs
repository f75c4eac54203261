using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons.Restoring;

/// <summary>How a coupon stands now, for whoever decides about a case.</summary>
/// <param name="Id">The id that its entitlement bears.</param>
/// <param name="Coupon">What the ledger states, adjustments among it.</param>
/// <param name="FaceValue">What it was issued for, where the ledger says so.</param>
/// <param name="Supplements">What has been added since the seal.</param>
/// <param name="IsSealed">Whether the cutoff has sealed the ledger.</param>
public sealed record CouponStanding(EntitlementId Id, Coupon Coupon, Yen? FaceValue, Yen Supplements, bool IsSealed)
{
    /// <summary>Whether nothing is kept of its holder any more.</summary>
    public bool IsErased { get; init; }

    /// <summary>What is left on it, and was added since.</summary>
    public Yen Balance => Coupon.Balance + Supplements;
}
