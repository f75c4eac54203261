using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Transfers;

namespace Compensation.CallCentre.Erasing;

/// <summary>Everything that is kept of one right or coupon. Personal data: never logged.</summary>
/// <param name="Id">The right, and the coupon that it comes from.</param>
/// <param name="Right">Null where there is none.</param>
/// <param name="Coupon">Null where no ledger that counts knows one.</param>
internal sealed record PersonOnFile(EntitlementId Id, Entitlement? Right, CouponOnFile? Coupon)
{
    /// <summary>The person's own applications, all coupons of each.</summary>
    public IReadOnlyList<Application> Applications { get; init; } = [];

    public IReadOnlyList<DoubleChargeCase> Cases { get; init; } = [];

    public Transfer? Transfer { get; init; }

    /// <summary>Whether a transfer was asked for before the seal.</summary>
    public bool HasWish { get; init; }

    public int Messages { get; init; }

    /// <summary>Whether one of them is just being sent.</summary>
    public bool IsBeingWrittenTo { get; init; }

    public int Notes { get; init; }
}
