using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Coupons;

/// <summary>Before the seal, what the ledger on file would make owed, so that codes can be ordered in time.</summary>
public sealed class LedgerNeeds(EligibleCoupons eligible) : IExpectedNeeds
{
    public async Task<IReadOnlyDictionary<Yen, long>?> FindAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        Dictionary<Yen, long> people = [];
        return await eligible.ReadAsync(campaign, (coupon, _) => people[coupon.Owed] = people.GetValueOrDefault(coupon.Owed) + 1, cancellationToken) ? people : null;
    }
}
