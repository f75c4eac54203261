using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>
/// What holders of coupons in the app have asked for before the balances were sealed, when nobody is owed anything yet: table <c>Entitlements</c>, row <c>w:{id}</c>, in the partition of
/// the right that may come. It is deleted once it has become a request, or nothing can come of it.
/// </summary>
public sealed class TransferWishes(TableServiceClient tables, ProtectedFields fields)
{
    private const string Prefix = "w:";
    private const string PrefixEnd = "w;";
    private const string Form = "Form";

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <returns>Null where there is none, or it cannot be read any more.</returns>
    public async Task<TransferForm?> FindAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign, id), Prefix + id, cancellationToken: cancellationToken);
        return row.HasValue ? fields.UnprotectJsonOrNull<TransferForm>(row.Value!.GetString(Form)) : null;
    }

    /// <summary>Whether there is one, readable or not.</summary>
    internal async Task<bool> IsKeptAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign, id), Prefix + id, [nameof(TableEntity.RowKey)], cancellationToken)).HasValue;

    /// <summary>The newest counts.</summary>
    public Task KeepAsync(Campaign campaign, EntitlementId id, TransferForm wish, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(PartitionOf(campaign, id), Prefix + id) { [Form] = fields.ProtectJson(wish) }, TableUpdateMode.Replace, cancellationToken);

    public Task DropAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(PartitionOf(campaign, id), Prefix + id, ETag.All, cancellationToken);

    /// <summary>All of a campaign, shard by shard; null for one that cannot be read any more.</summary>
    internal async IAsyncEnumerable<(EntitlementId Id, TransferForm? Wish)> ReadAllAsync(Campaign campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Shards.PartitionKey(campaign.Id, shard)} and RowKey ge {Prefix} and RowKey lt {PrefixEnd}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                yield return (EntitlementId.Parse(row.RowKey[Prefix.Length..]), fields.UnprotectJsonOrNull<TransferForm>(row.GetString(Form)));
            }
        }
    }

    private static string PartitionOf(Campaign campaign, EntitlementId id) => Shards.PartitionKey(campaign.Id, id.ShardOf(campaign.Shards));
}
