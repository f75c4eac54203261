using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Lifecycle;

/// <summary>Which of a campaign's erasures in time went through to their end: table <c>Entitlements</c>, partition <c>{campaign}:k</c>, row <c>{operation}</c>.</summary>
public sealed class KeptPasses(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    internal async Task<bool> IsThroughAsync(CampaignId campaign, string operation, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign), operation, cancellationToken: cancellationToken);
        return row.HasValue;
    }

    internal Task KeepAsync(CampaignId campaign, string operation, DateTimeOffset at, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(PartitionOf(campaign), operation) { ["At"] = at }, TableUpdateMode.Replace, cancellationToken);

    private static string PartitionOf(CampaignId campaign) => $"{campaign}:k";
}
