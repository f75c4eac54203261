using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>Walks one shard of the ledger in the order in which it is sealed.</summary>
public sealed class LedgerShard(CampaignCatalog campaigns, CouponStore coupons, LedgerFiles files)
{
    /// <summary>Adds up and hashes a shard.</summary>
    /// <param name="id">The campaign.</param>
    /// <param name="shard">0 to the campaign's shards − 1.</param>
    /// <param name="version">By which version of the sealed line.</param>
    /// <param name="visit">Sees each coupon, in order.</param>
    /// <param name="cancellationToken">Stops between coupons.</param>
    internal async Task<ShardSeal> WalkAsync(CampaignId id, int shard, int version, Func<SealedCoupon, Task>? visit, CancellationToken cancellationToken)
    {
        EligibilityRule rule = SealLine.RuleOf(campaigns[id].Eligibility, version);
        SealChain chain = new(id, shard, version);
        ShardSeal sum = new(shard, chain.Hash, 0, 0, Yen.Zero) { Version = version };
        IReadOnlySet<string> counted = await files.CountedAsync(id, cancellationToken);
        await foreach (CouponRow stored in coupons.ReadShardAsync(id, shard, columns: null, cancellationToken))
        {
            if (stored.AsOf(counted) is not { } row)
            {
                continue;
            }

            Eligibility eligibility = Eligibility.Of(rule, row.ToCoupon());
            string line = SealLine.Of(row, eligibility, version);
            chain.Add(line);
            sum = sum with { Coupons = sum.Coupons + 1 };
            if (eligibility is Eligibility.Eligible { Owed: var owed })
            {
                sum = sum with { People = sum.People + 1, Yen = sum.Yen + owed };
            }

            if (visit is not null)
            {
                await visit(new SealedCoupon(row, eligibility, line));
            }
        }

        return sum with { Hash = chain.Hash };
    }
}

/// <summary>A coupon, what was decided of it, and its sealed line.</summary>
internal sealed record SealedCoupon(CouponRow Row, Eligibility Eligibility, string Line);
