using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>The stored shape of a coupon: table <c>Coupons</c>, partition <c>{campaign}:{shard}</c>, row <c>c:{id}</c>.</summary>
internal sealed class CouponRow : ITableEntity
{
    public const string Prefix = "c:";
    public const string PrefixEnd = "c;";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>Keyed hash of the inquiry number, 32 hex digits.</summary>
    public string Number { get; set; } = string.Empty;

    /// <summary>Keyed hash of everything the ledger stated, 32 hex digits. Adjustments leave it as it is.</summary>
    public string Facts { get; set; } = string.Empty;

    /// <summary>The inquiry number, encrypted.</summary>
    public string Inquiry { get; set; } = string.Empty;

    /// <summary>yyyy-MM-dd.</summary>
    public string Expiry { get; set; } = string.Empty;

    /// <summary>As the ledger stated it.</summary>
    public long ImportedBalance { get; set; }

    /// <summary>After all adjustments.</summary>
    public long Balance { get; set; }

    /// <summary>How many adjustments were made; each has its row beside this one.</summary>
    public int Adjustments { get; set; }

    public bool ChargedToApp { get; set; }

    public bool Extended { get; set; }

    public int Contacts { get; set; }

    /// <summary>The encrypted <see cref="Entitlements.Contact"/>; null where none is on file.</summary>
    public string? Contact { get; set; }

    public static string KeyOf(EntitlementId id) => Prefix + id;

    public EntitlementId ToId() => EntitlementId.Parse(RowKey[Prefix.Length..]);

    public Coupon ToCoupon() => new(DateOnly.ParseExact(Expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture), new Yen(Balance), ChargedToApp, Extended);
}
