using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>
/// The two shapes of rows in table <c>Purchases</c>, partition <c>{campaign}:{shard}</c>: a member, row <c>{entitlement id}</c>, and directly after it each of
/// the member's transactions, row <c>{entitlement id}:{transaction id}</c>. One range read gives a member with everything, or a shard in the order of members.
/// </summary>
internal sealed class PurchaseRow : ITableEntity
{
    private const int IdLength = 12;
    private const string DateFormat = "yyyy-MM-dd";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>Member: keyed hash of the member id, 32 hex digits.</summary>
    public string? Member { get; set; }

    /// <summary>Member: the member id, encrypted, here and nowhere else.</summary>
    public string? ProtectedMember { get; set; }

    public long? Revision { get; set; }

    public string? Service { get; set; }

    public string? Kind { get; set; }

    public string? Facility { get; set; }

    public string? PurchasedOn { get; set; }

    public string? BookedOn { get; set; }

    public string? BoardedOn { get; set; }

    public string? DepartedOn { get; set; }

    public string? ShippedOn { get; set; }

    public string? UsedOn { get; set; }

    public long? Amount { get; set; }

    public long? BasePoints { get; set; }

    public string? Exclusions { get; set; }

    public bool? LinkedApp { get; set; }

    public bool? FacilityMember { get; set; }

    public string? Status { get; set; }

    public bool IsMember() => RowKey.Length == IdLength;

    public EntitlementId ToId() => EntitlementId.Parse(RowKey[..IdLength]);

    public string ToTransaction() => RowKey[(IdLength + 1)..];

    public static PurchaseRow Of(string partition, EntitlementId id, FiledPurchase purchase)
    {
        Purchase facts = purchase.Facts.Purchase;
        return new PurchaseRow
        {
            PartitionKey = partition,
            RowKey = $"{id}:{purchase.Transaction}",
            Revision = purchase.Revision,
            Service = facts.Service,
            Kind = facts.Kind,
            Facility = OrNull(purchase.Facts.Facility),
            PurchasedOn = Text(facts.Dates.Purchase),
            BookedOn = Text(facts.Dates.Booking),
            BoardedOn = Text(facts.Dates.Boarding),
            DepartedOn = Text(facts.Dates.Departure),
            ShippedOn = Text(facts.Dates.Shipping),
            UsedOn = Text(facts.Dates.Use),
            Amount = facts.Amount.Amount,
            BasePoints = facts.BasePoints == 0 ? null : facts.BasePoints,
            Exclusions = OrNull(facts.Exclusions),
            LinkedApp = facts.LinkedApp,
            FacilityMember = facts.FacilityMember,
            Status = facts.Status.ToString(),
        };
    }

    public PurchaseFacts ToFacts() => new(
        new Purchase
        {
            Service = Service!,
            Kind = Kind ?? string.Empty,
            Dates = new PurchaseDates
            {
                Purchase = Date(PurchasedOn),
                Booking = Date(BookedOn),
                Boarding = Date(BoardedOn),
                Departure = Date(DepartedOn),
                Shipping = Date(ShippedOn),
                Use = Date(UsedOn),
            },
            Amount = new Yen(Amount!.Value),
            BasePoints = BasePoints ?? 0,
            Exclusions = Exclusions ?? string.Empty,
            LinkedApp = LinkedApp,
            FacilityMember = FacilityMember,
            Status = Enum.Parse<PurchaseStatus>(Status!),
        },
        Facility ?? string.Empty);

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string? Text(DateOnly? date) => date?.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);
}
