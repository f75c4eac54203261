using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Coupons;

/// <summary>Before the seal, whom the ledger on file would have written to, so that a wave can be looked at before there is anybody to send it to.</summary>
public sealed class LedgerAudience(EligibleCoupons eligible) : IExpectedAudience
{
    public async Task<IReadOnlyList<ExpectedPeople>?> FindAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        Dictionary<(EntitlementRoute Route, ContactKinds Ways), long> people = [];
        bool isOpen = await eligible.ReadAsync(campaign, (coupon, row) =>
        {
            (EntitlementRoute Route, ContactKinds Ways) key = (coupon.Route, (ContactKinds)row.Contacts);
            people[key] = people.GetValueOrDefault(key) + 1;
        }, cancellationToken);
        return isOpen ? [.. people.OrderBy(count => count.Key).Select(count => new ExpectedPeople(count.Key.Route, count.Key.Ways, count.Value))] : null;
    }
}
