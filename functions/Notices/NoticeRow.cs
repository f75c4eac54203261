using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>
/// The stored shape of a notice: table <c>Entitlements</c>, in the entitlement's own partition, row <c>n:{kind}:{id}:{sequence}</c>.
/// Notices of one kind lie in the order of the entitlements' ids, so a page of people and its notices are two ranges.
/// Our columns and the carrier's are disjoint, so that a report may be merged in at any time, in any order, twice.
/// </summary>
internal sealed class NoticeRow : ITableEntity
{
    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public NoticeState State { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>Keyed hash of the address.</summary>
    public string Address { get; set; } = string.Empty;

    public int LinkVersion { get; set; }

    /// <summary>Who holds the claim: drawn anew by each run of a page.</summary>
    public Guid Attempt { get; set; }

    /// <summary>The process that holds the claim.</summary>
    public string Holder { get; set; } = string.Empty;

    /// <summary>With whom it may have gone out; empty while nothing can have. Never null: a merge would keep what stood there.</summary>
    public string Provider { get; set; } = string.Empty;

    /// <summary>The wave that claimed it last.</summary>
    public string Wave { get; set; } = string.Empty;

    /// <summary>A resend's order.</summary>
    public string? Order { get; set; }

    /// <summary>When the claim was taken; a claim younger than the lease is left alone.</summary>
    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>When the first request for this notice may have left; null while none has.</summary>
    public DateTimeOffset? FirstTriedAt { get; set; }

    public int Tries { get; set; }

    /// <summary>Deferred: not to be tried before.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    public string? ProviderReference { get; set; }

    /// <summary>Why it was refused or is unknown, in the provider's code.</summary>
    public string? Reason { get; set; }

    /// <summary>Billed SMS segments; 0 for e-mail.</summary>
    public int Segments { get; set; }

    /// <summary>The carrier's column: delivered.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>The carrier's column: not delivered.</summary>
    public DateTimeOffset? UndeliveredAt { get; set; }

    /// <summary>The carrier's column: why not.</summary>
    public string? UndeliveredReason { get; set; }

    public static string KeyOf(NoticeKind kind, EntitlementId id, int sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(kind)}{id}:{sequence:d2}");

    public static string PrefixOf(NoticeKind kind) => string.Create(CultureInfo.InvariantCulture, $"n:{(int)kind:d2}:");

    public static NoticeRow From(Notice notice, int shards) => new()
    {
        PartitionKey = Shards.PartitionKey(notice.Id.Campaign, notice.Id.Entitlement.ShardOf(shards)),
        RowKey = KeyOf(notice.Id.Kind, notice.Id.Entitlement, notice.Id.Sequence),
        ETag = notice.Version,
        State = notice.State,
        Channel = notice.Channel,
        Address = notice.Address,
        LinkVersion = notice.LinkVersion,
        Attempt = notice.Attempt,
        Holder = notice.Holder,
        Provider = notice.Provider ?? string.Empty,
        Wave = notice.Wave,
        Order = notice.Order,
        ClaimedAt = notice.ClaimedAt,
        FirstTriedAt = notice.FirstTriedAt,
        Tries = notice.Tries,
        NotBefore = notice.NotBefore,
        SettledAt = notice.SettledAt,
        ProviderReference = notice.ProviderReference,
        Reason = notice.Reason,
        Segments = notice.Segments,
    };

    public Notice ToNotice(CampaignId campaign)
    {
        string[] key = RowKey.Split(':');
        NoticeKind kind = (NoticeKind)int.Parse(key[1], CultureInfo.InvariantCulture);
        return new Notice
        {
            Id = new NoticeId(campaign, EntitlementId.Parse(key[2]), kind, int.Parse(key[3], CultureInfo.InvariantCulture)),
            State = State,
            Channel = Channel,
            Address = Address,
            LinkVersion = LinkVersion,
            Attempt = Attempt,
            Holder = Holder,
            Provider = Provider.Length == 0 ? null : Provider,
            Wave = Wave,
            Order = Order,
            ClaimedAt = ClaimedAt,
            FirstTriedAt = FirstTriedAt,
            Tries = Tries,
            NotBefore = NotBefore,
            SettledAt = SettledAt,
            ProviderReference = ProviderReference,
            Reason = Reason,
            Segments = Segments,
            DeliveredAt = DeliveredAt,
            UndeliveredAt = UndeliveredAt,
            UndeliveredReason = UndeliveredReason,
            Version = ETag,
        };
    }
}
