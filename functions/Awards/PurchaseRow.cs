using Azure;
using Azure.Data.Tables;
using Compensation.Awards.Packs;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>
/// Table <c>Purchases</c>, partition <c>{campaign}:{shard}</c>: a member with a pack of purchases, row <c>{entitlement id}</c>, and directly after it the member's further
/// packs, row <c>{entitlement id}:{number}</c>; few members have any. One range read gives a member with everything, or a shard in the order of members.
/// </summary>
internal sealed class PurchaseRow : ITableEntity
{
    private const int IdLength = 12;

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>Member: keyed hash of the member id, 32 hex digits.</summary>
    public string? Member { get; set; }

    /// <summary>Member: the member id, encrypted, here and nowhere else.</summary>
    public string? ProtectedMember { get; set; }

    /// <summary>A pack of purchases, as <see cref="Packs.PurchaseCodec"/> writes them.</summary>
    public byte[]? Purchases { get; set; }

    public bool IsMember() => RowKey.Length == IdLength;

    public EntitlementId ToId() => EntitlementId.Parse(RowKey[..IdLength]);
}
