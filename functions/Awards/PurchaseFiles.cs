using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>Which purchase files have been imported to the end. Table <c>Imports</c>, partition <c>{campaign}</c>, row <c>{SHA-256 of the file}</c>.</summary>
public sealed class PurchaseFiles(TableServiceClient tables, TimeProvider time)
{
    public const string TableName = "Imports";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    internal async Task<bool> ContainsAsync(CampaignId campaign, string sha256, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, sha256, cancellationToken: cancellationToken)).HasValue;

    /// <summary>Whether a file was imported to its end at or after an instant.</summary>
    internal async Task<bool> AnySinceAsync(CampaignId campaign, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and At ge {instant}");
        await foreach (TableEntity _ in _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken))
        {
            return true;
        }

        return false;
    }

    internal Task AddAsync(CampaignId campaign, PurchaseImportResult result, CancellationToken cancellationToken)
    {
        TableEntity record = new(campaign.Value, result.Sha256)
        {
            ["File"] = result.File,
            ["Rows"] = result.Rows,
            ["Added"] = result.Counts.Added,
            ["Replaced"] = result.Counts.Replaced,
            ["At"] = time.GetUtcNow(),
        };
        return _table.UpsertEntityAsync(record, TableUpdateMode.Replace, cancellationToken);
    }
}
