using Compensation.Common;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Cases;

/// <summary>Which case a right that was added after the seal has arisen from, and so whose coupon it is about.</summary>
public sealed class CaseOfSupplement(SupplementStore supplements, CaseStore cases)
{
    /// <returns>Null where the right is no supplement.</returns>
    internal async Task<DoubleChargeCase?> FindAsync(CampaignId campaign, EntitlementId right, CancellationToken cancellationToken) =>
        await supplements.OfRightAsync(campaign, right, cancellationToken) is { } added ? await cases.FindAsync(campaign, CaseNumber.Parse(added.Case), cancellationToken) : null;
}
