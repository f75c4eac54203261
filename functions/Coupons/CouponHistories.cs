using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>What became of one coupon: how its balance changed, and how it stands in the seal.</summary>
public sealed class CouponHistories(CouponStore coupons, AdjustmentStore adjustments, LedgerFiles files, SealStore seals, CampaignCatalog campaigns)
{
    /// <returns>Null where no ledger that counts knows the coupon.</returns>
    public async Task<CouponHistory?> ReadAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign, cancellationToken);
        if ((await coupons.ReadAsync(coupons.PartitionOf(campaign, id), CouponRow.KeyOf(id), cancellationToken))?.AsOf(counted) is not { } row)
        {
            return null;
        }

        IEnumerable<AdjustmentRow> made = (await adjustments.ReadAsync(row, counted, cancellationToken)).Values;
        SealRecord? seal = await seals.FindAsync(campaign, cancellationToken);
        return new CouponHistory(
            [.. made.OrderBy(change => change.Sequence).Select(change => new CouponChange(change.At, change.Kind, new Yen(change.Amount), change.Reason, change.Case, change.Batch ?? (change.Case is null ? change.File : null), new Yen(change.BalanceAfter)))],
            seal is null ? null : LineOf(campaigns[campaign], row, seal));
    }

    private static LineInSeal LineOf(Campaign campaign, CouponRow row, SealRecord seal)
    {
        ShardSeal shard = seal.Shards[row.ToId().ShardOf(seal.Shards.Count)];
        Eligibility eligibility = Eligibility.Of(SealLine.RuleOf(campaign.Eligibility, shard.Version), row.ToCoupon());
        string line = SealLine.Of(row, eligibility, shard.Version);
        return new LineInSeal(seal.Ledger.SealedAt, seal.Ledger.Seal, shard.Shard, shard.Hash, line, SealChain.HashOf(line))
        {
            Owed = eligibility is Eligibility.Eligible { Owed: var owed } ? owed : null,
            NotCovered = eligibility is Eligibility.NotCovered { Reason: var why } ? why : null,
        };
    }
}

/// <summary>A coupon's past.</summary>
/// <param name="Changes">Of its balance, in their order.</param>
/// <param name="Seal">How it stands in the seal; null while nothing is sealed.</param>
public sealed record CouponHistory(IReadOnlyList<CouponChange> Changes, LineInSeal? Seal);

/// <summary>One change of a balance.</summary>
/// <param name="Case">The double charge that it belongs to, where it does.</param>
/// <param name="Batch">The batch that it belongs to: the file itself where that names none; null for what a case put back.</param>
public sealed record CouponChange(DateTimeOffset At, AdjustmentKind Kind, Yen Amount, AdjustmentReason Reason, string? Case, string? Batch, Yen BalanceAfter);

/// <summary>A coupon in the seal. <c>POST …/seal/proof</c> proves that the line is in the chain.</summary>
/// <param name="SealedAt">UTC.</param>
/// <param name="Seal">The hash over all shards.</param>
/// <param name="Shard">The part of the ledger that it stands in.</param>
/// <param name="ShardHash">The hash over that part.</param>
/// <param name="Line">What was sealed of it.</param>
/// <param name="LineHash">The line's hash in the chain.</param>
public sealed record LineInSeal(DateTimeOffset SealedAt, string Seal, int Shard, string ShardHash, string Line, string LineHash)
{
    /// <summary>What is owed; null where nothing is.</summary>
    public Yen? Owed { get; init; }

    /// <summary>Why nothing is owed.</summary>
    public NotCoveredReason? NotCovered { get; init; }
}
