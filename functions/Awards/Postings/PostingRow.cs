using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Postings;

/// <summary>
/// The stored shape of a posting: table <c>Entitlements</c>, in the entitlement's own partition, row <c>g:{id}:{sequence}</c>, in the order of the entitlements' ids.
/// Texts and counts are never null: a merge would keep what stood there.
/// </summary>
internal sealed class PostingRow : ITableEntity
{
    public const string Prefix = "g:";

    /// <summary>Behind all rows that begin with <see cref="Prefix"/>.</summary>
    public const string End = "g;";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public PostingState State { get; set; }

    public long Points { get; set; }

    public int RulesVersion { get; set; }

    public Guid Attempt { get; set; }

    public string Holder { get; set; } = string.Empty;

    public string Batch { get; set; } = string.Empty;

    public DateTimeOffset ClaimedAt { get; set; }

    public DateTimeOffset FirstTriedAt { get; set; }

    public int Tries { get; set; }

    public bool IsUnsettled { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    public string Reference { get; set; } = string.Empty;

    public string Reason { get; set; } = string.Empty;

    public long? Balance { get; set; }

    public static string KeyOf(EntitlementId id, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}:{sequence:d3}");

    public static PostingRow From(Posting posting, int shards) => new()
    {
        PartitionKey = Shards.PartitionKey(posting.Id.Campaign, posting.Id.Entitlement.ShardOf(shards)),
        RowKey = KeyOf(posting.Id.Entitlement, posting.Id.Sequence),
        ETag = posting.Version,
        State = posting.State,
        Points = posting.Points.Amount,
        RulesVersion = posting.RulesVersion,
        Attempt = posting.Attempt,
        Holder = posting.Holder,
        Batch = posting.Batch ?? string.Empty,
        ClaimedAt = posting.ClaimedAt,
        FirstTriedAt = posting.FirstTriedAt,
        Tries = posting.Tries,
        IsUnsettled = posting.IsUnsettled,
        NotBefore = posting.NotBefore,
        SettledAt = posting.SettledAt,
        Reference = posting.Reference ?? string.Empty,
        Reason = posting.Reason ?? string.Empty,
        Balance = posting.Balance,
    };

    public Posting ToPosting(CampaignId campaign) => new()
    {
        Id = new PostingId(campaign, EntitlementId.Parse(RowKey[2..14]), int.Parse(RowKey.AsSpan(15), CultureInfo.InvariantCulture)),
        State = State,
        Points = new Yen(Points),
        RulesVersion = RulesVersion,
        Attempt = Attempt,
        Holder = Holder,
        Batch = OrNull(Batch),
        ClaimedAt = ClaimedAt,
        FirstTriedAt = FirstTriedAt,
        Tries = Tries,
        IsUnsettled = IsUnsettled,
        NotBefore = NotBefore,
        SettledAt = SettledAt,
        Reference = OrNull(Reference),
        Reason = OrNull(Reason),
        Balance = Balance,
        Version = ETag,
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
