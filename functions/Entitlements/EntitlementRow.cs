using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>The stored shape of an entitlement: table <c>Entitlements</c>, partition <c>{campaign}:{shard}</c>, row <c>e:{id}</c>.</summary>
internal sealed class EntitlementRow : ITableEntity
{
    public const string Prefix = "e:";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public EntitlementState State { get; set; }

    public EntitlementRoute Route { get; set; }

    public long Amount { get; set; }

    public bool? AwaitsApplication { get; set; }

    public string? Application { get; set; }

    public string? TransferReceipt { get; set; }

    public int Contacts { get; set; }

    public string? Contact { get; set; }

    public int LinkVersion { get; set; }

    public string? CorrectedBy { get; set; }

    public int? CorrectedWays { get; set; }

    public string? Lead { get; set; }

    /// <summary>Ids, separated by spaces: at most fifty of twelve digits.</summary>
    public string? Companions { get; set; }

    public string? Product { get; set; }

    public string? IssuerReference { get; set; }

    public int? RulesVersion { get; set; }

    public long? Granted { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    public DateTimeOffset? ExpiredAt { get; set; }

    public DateTimeOffset? TransferReturnedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }

    public string? ErasedBy { get; set; }

    public string? OnePerson { get; set; }

    public bool? CountedElsewhere { get; set; }

    public static string KeyOf(EntitlementId id) => Prefix + id;

    public static EntitlementRow From(Entitlement entitlement, int shards) => new()
    {
        PartitionKey = Shards.PartitionKey(entitlement.Campaign, entitlement.Id.ShardOf(shards)),
        RowKey = KeyOf(entitlement.Id),
        ETag = entitlement.Version,
        State = entitlement.State,
        Route = entitlement.Route,
        Amount = entitlement.Amount.Amount,
        AwaitsApplication = entitlement.AwaitsApplication ? true : null,
        Application = entitlement.Application,
        TransferReceipt = entitlement.TransferReceipt?.Value,
        Contacts = (int)entitlement.Contacts,
        Contact = entitlement.ProtectedContact,
        LinkVersion = entitlement.LinkVersion,
        CorrectedBy = entitlement.CorrectedBy,
        CorrectedWays = entitlement.CorrectedWays == ContactKinds.None ? null : (int)entitlement.CorrectedWays,
        Lead = entitlement.Lead?.ToString(),
        Companions = entitlement.Companions.Count == 0 ? null : string.Join(' ', entitlement.Companions),
        Product = entitlement.Product,
        IssuerReference = entitlement.IssuerReference,
        RulesVersion = entitlement.RulesVersion,
        Granted = entitlement.Granted == Yen.Zero ? null : entitlement.Granted.Amount,
        OpenedAt = entitlement.OpenedAt,
        ClaimedAt = entitlement.ClaimedAt,
        PaidAt = entitlement.PaidAt,
        ExpiredAt = entitlement.ExpiredAt,
        TransferReturnedAt = entitlement.TransferReturnedAt,
        RevokedAt = entitlement.RevokedAt,
        ErasedAt = entitlement.ErasedAt,
        ErasedBy = entitlement.ErasedBy,
        OnePerson = entitlement.OnePerson?.ToString(),
        CountedElsewhere = entitlement.CountedElsewhere ? true : null,
    };

    public Entitlement ToEntitlement(CampaignId campaign) => new()
    {
        Campaign = campaign,
        Id = EntitlementId.Parse(RowKey[Prefix.Length..]),
        Route = Route,
        Amount = new Yen(Amount),
        State = State,
        AwaitsApplication = AwaitsApplication ?? false,
        Application = Application,
        TransferReceipt = TransferReceipt is null ? null : ReceiptNumber.Parse(TransferReceipt),
        Contacts = (ContactKinds)Contacts,
        ProtectedContact = Contact,
        LinkVersion = LinkVersion,
        CorrectedBy = CorrectedBy,
        CorrectedWays = (ContactKinds)(CorrectedWays ?? 0),
        Lead = Lead is null ? null : EntitlementId.Parse(Lead),
        Companions = string.IsNullOrEmpty(Companions) ? [] : [.. Companions.Split(' ').Select(EntitlementId.Parse)],
        Product = Product,
        IssuerReference = IssuerReference,
        RulesVersion = RulesVersion,
        Granted = new Yen(Granted ?? 0),
        OpenedAt = OpenedAt,
        ClaimedAt = ClaimedAt,
        PaidAt = PaidAt,
        ExpiredAt = ExpiredAt,
        TransferReturnedAt = TransferReturnedAt,
        RevokedAt = RevokedAt,
        ErasedAt = ErasedAt,
        ErasedBy = ErasedBy,
        CountedElsewhere = CountedElsewhere ?? false,
        OnePerson = OnePerson is null ? null : EntitlementId.Parse(OnePerson),
        Version = ETag,
    };
}
