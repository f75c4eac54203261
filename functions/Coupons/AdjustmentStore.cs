using Azure.Data.Tables;

namespace Compensation.Coupons;

/// <summary>The adjustments, each beside its coupon.</summary>
public sealed class AdjustmentStore(TableServiceClient tables, CouponStore coupons)
{
    private readonly TableClient _table = tables.GetTableClient(CouponStore.TableName);

    /// <summary>A coupon's adjustments that count, by row key. No query for the many coupons that have none.</summary>
    internal async Task<IReadOnlyDictionary<string, AdjustmentRow>> ReadAsync(CouponRow coupon, IReadOnlySet<string> counted, CancellationToken cancellationToken)
    {
        Dictionary<string, AdjustmentRow> made = new(StringComparer.Ordinal);
        if (coupon.Adjustments == 0)
        {
            return made;
        }

        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {coupon.PartitionKey} and RowKey ge {AdjustmentRow.PrefixOf(coupon.ToId())} and RowKey lt {AdjustmentRow.PrefixEndOf(coupon.ToId())}");
        await foreach (AdjustmentRow row in _table.QueryAsync<AdjustmentRow>(filter, cancellationToken: cancellationToken))
        {
            if (counted.Contains(row.File))
            {
                made.Add(row.RowKey, row);
            }
        }

        return made;
    }

    /// <summary>The coupon, if it is still as it was read, and its new adjustments, in one transaction.</summary>
    internal Task WriteAsync(AdjustmentPlan plan, CancellationToken cancellationToken)
    {
        TableTransactionAction coupon = new(TableTransactionActionType.UpdateReplace, plan.After, plan.After.ETag);
        IEnumerable<TableTransactionAction> adjustments = plan.New.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        return coupons.Gate.SubmitAsync(plan.After.PartitionKey, [coupon, .. adjustments], cancellationToken);
    }
}
