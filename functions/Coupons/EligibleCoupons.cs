using Compensation.Campaigns;

namespace Compensation.Coupons;

/// <summary>Before the seal, the coupons of which something would be owed, as the ledger on file stands.</summary>
public sealed class EligibleCoupons(CouponStore coupons, LedgerFiles files, SealStore seals)
{
    private const int ShardsAtATime = 8;

    private static readonly string[] s_columns =
    [
        nameof(CouponRow.RowKey), nameof(CouponRow.File), nameof(CouponRow.Earlier), nameof(CouponRow.Long), nameof(CouponRow.Expiry), nameof(CouponRow.Balance),
        nameof(CouponRow.ChargedToApp), nameof(CouponRow.LeftApp), nameof(CouponRow.Extended), nameof(CouponRow.Restored), nameof(CouponRow.Contacts),
    ];

    /// <param name="campaign">Whose.</param>
    /// <param name="count">Hears of each, one at a time.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <returns>False where the ledger is sealed, or the campaign has no coupons: then nothing is foretold.</returns>
    internal async Task<bool> ReadAsync(Campaign campaign, Action<Eligibility.Eligible, CouponRow> count, CancellationToken cancellationToken)
    {
        if (campaign.Award is not null || await seals.FindAsync(campaign.Id, cancellationToken) is not null)
        {
            return false;
        }

        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        Lock gate = new();
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, stop) =>
        {
            await foreach (CouponRow row in coupons.ReadShardAsync(campaign.Id, shard, s_columns, stop))
            {
                if (row.AsOf(counted) is { } valid && Eligibility.Of(campaign.Eligibility, valid.ToCoupon()) is Eligibility.Eligible eligible)
                {
                    lock (gate)
                    {
                        count(eligible, valid);
                    }
                }
            }
        });
        return true;
    }
}
