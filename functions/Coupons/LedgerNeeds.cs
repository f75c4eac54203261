using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Coupons;

/// <summary>Before the seal, what the ledger on file would make owed, so that codes can be ordered in time.</summary>
public sealed class LedgerNeeds(CouponStore coupons, LedgerFiles files, SealStore seals) : IExpectedNeeds
{
    private const int ShardsAtATime = 8;

    private static readonly string[] s_columns =
    [
        nameof(CouponRow.RowKey), nameof(CouponRow.File), nameof(CouponRow.Earlier), nameof(CouponRow.Long), nameof(CouponRow.Expiry),
        nameof(CouponRow.Balance), nameof(CouponRow.ChargedToApp), nameof(CouponRow.Extended), nameof(CouponRow.Restored),
    ];

    public async Task<IReadOnlyDictionary<Yen, long>?> FindAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.Award is not null || await seals.FindAsync(campaign.Id, cancellationToken) is not null)
        {
            return null;
        }

        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        Dictionary<Yen, long> people = [];
        Lock gate = new();
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, stop) =>
        {
            await foreach (CouponRow row in coupons.ReadShardAsync(campaign.Id, shard, s_columns, stop))
            {
                if (row.AsOf(counted)?.ToCoupon() is { } coupon && Eligibility.Of(campaign.Eligibility, coupon) is Eligibility.Eligible { Owed: var owed })
                {
                    lock (gate)
                    {
                        people[owed] = people.GetValueOrDefault(owed) + 1;
                    }
                }
            }
        });
        return people;
    }
}
