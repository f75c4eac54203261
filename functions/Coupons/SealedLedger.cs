using Compensation.Common;
using Compensation.Coupons.Restoring;

namespace Compensation.Coupons;

/// <summary>The ledger of one campaign as the cutoff has frozen it.</summary>
/// <param name="Seal">The hash over all shards, 64 hex digits.</param>
/// <param name="SealedAt">When it was sealed first (UTC).</param>
/// <param name="People">Coupons whose balance is owed.</param>
/// <param name="Yen">The sum of those balances.</param>
/// <param name="ShardSizes">How many of them each shard holds.</param>
/// <param name="Coupons">All coupons, owed or not.</param>
public sealed record SealedLedger(string Seal, DateTimeOffset SealedAt, int People, Yen Yen, IReadOnlyList<int> ShardSizes, int Coupons);

/// <summary>One shard of a sealed ledger.</summary>
/// <param name="Shard">0 to the campaign's shards − 1.</param>
/// <param name="Hash">The end of the chain over its lines, 64 hex digits.</param>
/// <param name="Coupons">All coupons in it.</param>
/// <param name="People">Coupons whose balance is owed.</param>
/// <param name="Yen">The sum of those balances.</param>
public sealed record ShardSeal(int Shard, string Hash, int Coupons, int People, Yen Yen)
{
    /// <summary>By which version of the line it was sealed; the first knew of nobody who had left the app.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>What was stored when a ledger was sealed.</summary>
/// <param name="Ledger">The whole.</param>
/// <param name="Shards">Its shards in order.</param>
public sealed record SealRecord(SealedLedger Ledger, IReadOnlyList<ShardSeal> Shards)
{
    /// <summary>What was added since, for cases that were confirmed after the cutoff; null where nothing was, or nobody has asked.</summary>
    public SupplementSum? Supplements { get; init; }
}
