using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>The coupons of all campaigns. A coupon's id is its future entitlement's id; both lie in the same shard.</summary>
public sealed class CouponStore(TableServiceClient tables, CampaignCatalog campaigns, KeyedHash hash, EntitlementIds ids)
{
    public const string TableName = "Coupons";

    /// <summary>The service's limit of one answer.</summary>
    private const int PageSize = 1_000;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    internal LedgerGate Gate { get; } = new(tables.GetTableClient(TableName));

    internal CouponHashes Hashes { get; } = new(hash);

    /// <summary>Where the coupon lies that would take this id.</summary>
    internal string PartitionOf(CampaignId campaign, EntitlementId id) => Shards.PartitionKey(campaign, id.ShardOf(campaigns[campaign].Shards));

    internal EntitlementId IdOf(CampaignId campaign, InquiryNumber number, int attempt) => ids.Of(campaign, number.Value, attempt);

    /// <summary>The row of the coupon with this inquiry number, whichever file made it, or null: one point read, more only where two numbers fell on the same id.</summary>
    internal async Task<CouponRow?> FindAsync(CampaignId campaign, InquiryNumber number, CancellationToken cancellationToken)
    {
        string numberHash = CouponHashes.ToText(Hashes.OfNumber(campaign, number));
        for (int attempt = 0; ; attempt++)
        {
            EntitlementId id = IdOf(campaign, number, attempt);
            CouponRow? row = await ReadAsync(PartitionOf(campaign, id), CouponRow.KeyOf(id), cancellationToken);
            if (row is null || string.Equals(row.Number, numberHash, StringComparison.Ordinal))
            {
                return row;
            }
        }
    }

    /// <summary>The id that the coupon's entitlement bears, or null where there is no such coupon.</summary>
    public async Task<EntitlementId?> FindIdAsync(CampaignId campaign, InquiryNumber number, CancellationToken cancellationToken) =>
        (await FindAsync(campaign, number, cancellationToken))?.ToId();

    internal async Task<CouponRow?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        NullableResponse<CouponRow> row = await _table.GetEntityIfExistsAsync<CouponRow>(partition, key, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>Keeps coupons of one shard, at most a hundred, without what is personal. Also when the shard is closed: nothing that is sealed changes.</summary>
    /// <returns>False where one of them was changed in between: then none was kept.</returns>
    internal Task<bool> TryKeepWithoutHoldersAsync(IEnumerable<CouponRow> rows, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpdateReplace, row.WithoutHolder(), row.ETag)), cancellationToken);

    /// <summary>Those of a shard that still hold something personal, a page at a time in memory.</summary>
    internal IAsyncEnumerable<CouponRow> ReadWithHoldersAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        return _table.QueryAsync<CouponRow>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {CouponRow.Prefix} and RowKey lt {CouponRow.PrefixEnd} and Inquiry gt {string.Empty}"), PageSize, cancellationToken: cancellationToken);
    }

    /// <summary>All coupons of a shard in the order of their ids, a page at a time in memory.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="shard">0 to the campaign's shards − 1.</param>
    /// <param name="columns">The columns that are needed, or null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal IAsyncEnumerable<CouponRow> ReadShardAsync(CampaignId campaign, int shard, IEnumerable<string>? columns, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {CouponRow.Prefix} and RowKey lt {CouponRow.PrefixEnd}");
        return _table.QueryAsync<CouponRow>(filter, PageSize, columns, cancellationToken);
    }
}
