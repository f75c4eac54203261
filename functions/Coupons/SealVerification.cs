using Compensation.Common;
using Compensation.Coupons.Restoring;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>Shows, long after the cutoff, that the ledger is still the one that was sealed.</summary>
public sealed class SealVerification(SealStore seals, LedgerShard ledger, CouponStore coupons, LedgerFiles files, Supplements supplements, ILogger<SealVerification> log)
{
    private const int AtOnce = 4;

    /// <summary>Computes everything anew and compares it with the stored seal. Reads the whole ledger.</summary>
    public async Task<SealVerdict> VerifyAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        if (await seals.FindAsync(campaign, cancellationToken) is not { } record)
        {
            return new SealVerdict.NotSealed();
        }

        ShardSeal[] found = new ShardSeal[record.Shards.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, found.Length),
            options,
            async (shard, stop) => found[shard] = await ledger.WalkAsync(campaign, shard, record.Shards[shard].Version, visit: null, stop));

        int differing = Array.FindIndex(found, shard => shard != record.Shards[shard.Shard]);
        bool sealHolds = string.Equals(record.Ledger.Seal, SealChain.Overall(campaign, record.Shards), StringComparison.Ordinal);
        if (differing < 0 && sealHolds && await supplements.FirstDifferingAsync(campaign, cancellationToken) is { } supplement)
        {
            log.SupplementsDiffer(campaign, supplement);
            return new SealVerdict.SupplementsDiffer(record.Ledger, supplement);
        }

        if (differing < 0 && sealHolds)
        {
            log.SealHolds(campaign);
            return new SealVerdict.Holds(record.Ledger);
        }

        int? firstShard = differing < 0 ? null : differing;
        log.SealDiffers(campaign, firstShard);
        return new SealVerdict.Differs(record.Ledger, firstShard);
    }

    /// <summary>What was sealed of one coupon, with its place in the chain of its shard; null where it is not known or nothing is sealed.</summary>
    public async Task<SealProof?> ProveAsync(CampaignId campaign, InquiryNumber number, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign, cancellationToken);
        if (await seals.FindAsync(campaign, cancellationToken) is not { } record
            || (await coupons.FindAsync(campaign, number, cancellationToken))?.AsOf(counted) is not { } row)
        {
            return null;
        }

        int shard = row.ToId().ShardOf(record.Shards.Count);
        SealProof proof = new(string.Empty, string.Empty, shard, 0, string.Empty, [], record.Shards[shard].Hash, record.Ledger.Seal, Holds: false);
        int version = record.Shards[shard].Version;
        SealChain chain = new(campaign, shard, version);
        List<string> after = [];
        int position = 0;
        ShardSeal found = await ledger.WalkAsync(campaign, shard, version, Visit, cancellationToken);
        return proof with { LinesAfter = after, Holds = found == record.Shards[shard] };

        Task Visit(SealedCoupon coupon)
        {
            position++;
            if (proof.Position > 0)
            {
                after.Add(SealChain.HashOf(coupon.Line));
            }
            else if (string.Equals(coupon.Row.RowKey, row.RowKey, StringComparison.Ordinal))
            {
                proof = proof with { Line = coupon.Line, LineHash = SealChain.HashOf(coupon.Line), Position = position, Before = chain.Hash };
            }

            chain.Add(coupon.Line);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Whether a ledger is still as it was sealed.</summary>
public abstract record SealVerdict
{
    private SealVerdict()
    {
    }

    public sealed record NotSealed : SealVerdict;

    public sealed record Holds(SealedLedger Ledger) : SealVerdict;

    /// <param name="Ledger">What was sealed, and holds.</param>
    /// <param name="First">The first supplement that is not as it was, or 0 where only the end of their chain is wrong.</param>
    public sealed record SupplementsDiffer(SealedLedger Ledger, int First) : SealVerdict;

    /// <param name="Ledger">What was sealed.</param>
    /// <param name="FirstShard">The first shard that is not as it was, or null where only the stored seal itself is wrong.</param>
    public sealed record Differs(SealedLedger Ledger, int? FirstShard) : SealVerdict;
}

/// <summary>
/// All that is needed to follow one coupon's line to the seal: chain <paramref name="Before"/>, then its line's hash, then <paramref name="LinesAfter"/>,
/// and the end must be <paramref name="ShardHash"/>.
/// </summary>
/// <param name="Line">What was sealed of the coupon.</param>
/// <param name="LineHash">SHA-256 of the line.</param>
/// <param name="Shard">The shard that it lies in.</param>
/// <param name="Position">Its place in the shard, from 1.</param>
/// <param name="Before">The chain's value before the line.</param>
/// <param name="LinesAfter">The hashes of the lines after it, in order.</param>
/// <param name="ShardHash">The shard's hash as it was sealed.</param>
/// <param name="Seal">The overall seal.</param>
/// <param name="Holds">Whether the shard is still as it was sealed.</param>
public sealed record SealProof(
    string Line,
    string LineHash,
    int Shard,
    int Position,
    string Before,
    IReadOnlyList<string> LinesAfter,
    string ShardHash,
    string Seal,
    bool Holds);
