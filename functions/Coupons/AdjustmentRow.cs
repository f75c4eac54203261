using Azure;
using Azure.Data.Tables;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>The stored shape of an adjustment: beside its coupon, row <c>a:{coupon id}:{adjustment id}</c>. Written once; what a file left behind that does not count is written over.</summary>
internal sealed class AdjustmentRow : ITableEntity
{
    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>The file that it came with; it counts only if that does.</summary>
    public string File { get; set; } = string.Empty;

    /// <summary>1 for the coupon's first adjustment: the order in which they were applied.</summary>
    public int Sequence { get; set; }

    public AdjustmentKind Kind { get; set; }

    public long Amount { get; set; }

    public AdjustmentReason Reason { get; set; }

    /// <summary>The case that it settles, or null.</summary>
    public string? Case { get; set; }

    /// <summary>The batch that it came with, or null.</summary>
    public string? Batch { get; set; }

    /// <summary>What this adjustment left on the coupon.</summary>
    public long BalanceAfter { get; set; }

    /// <summary>When it was applied (UTC).</summary>
    public DateTimeOffset At { get; set; }

    public static string PrefixOf(EntitlementId coupon) => $"a:{coupon}:";

    public static string PrefixEndOf(EntitlementId coupon) => $"a:{coupon};";

    public bool States(Adjustment adjustment) => Kind == adjustment.Kind && Amount == adjustment.Amount.Amount && Reason == adjustment.Reason;
}
