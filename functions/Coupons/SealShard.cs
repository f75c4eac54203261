using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>Seals one shard and writes the entitlements that arise from it. A repeat finds the same lines and writes nothing twice.</summary>
public sealed class SealShard(LedgerShard ledger, EntitlementStore entitlements, ILogger<SealShard> log)
{
    [Function(nameof(SealShard))]
    public async Task<ShardSeal> Run([ActivityTrigger] ShardToSeal toSeal, CancellationToken cancellationToken)
    {
        List<Entitlement> pending = new(EntitlementStore.TransactionSizeMax);
        ShardSeal seal = await ledger.WalkAsync(toSeal.Campaign, toSeal.Shard, SealLine.Current, CollectAsync, cancellationToken);
        await entitlements.CreateAsync(pending, cancellationToken);
        log.ShardSealed(toSeal.Campaign, toSeal.Shard, seal.Coupons, seal.People);
        return seal;

        async Task CollectAsync(SealedCoupon coupon)
        {
            if (coupon.Eligibility is not Eligibility.Eligible eligible)
            {
                return;
            }

            pending.Add(Owed(toSeal.Campaign, coupon.Row, eligible));
            if (pending.Count == EntitlementStore.TransactionSizeMax)
            {
                await entitlements.CreateAsync(pending, cancellationToken);
                pending.Clear();
            }
        }
    }

    /// <summary>Whom the app does not know has to apply: until then nobody knows by whom the coupon is held today, and nothing that is on file is written to.</summary>
    private static Entitlement Owed(CampaignId campaign, CouponRow row, Eligibility.Eligible eligible) => new()
    {
        Campaign = campaign,
        Id = row.ToId(),
        Route = eligible.Route,
        Amount = eligible.Owed,
        AwaitsApplication = eligible.Route == EntitlementRoute.Application,
        Contacts = eligible.Route == EntitlementRoute.Application ? ContactKinds.None : (ContactKinds)row.Contacts,
        ProtectedContact = eligible.Route == EntitlementRoute.Application ? null : row.Contact,
    };
}
