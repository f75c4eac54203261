using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>
/// Which purchase files have been imported to the end, and which were begun. Table <c>Imports</c>, partition <c>{campaign}</c>, rows <c>{SHA-256 of the file}</c> and
/// <c>z:{SHA-256}</c>.
/// </summary>
public sealed class PurchaseFiles(TableServiceClient tables, TimeProvider time)
{
    public const string TableName = "Imports";

    /// <summary>Behind every hash.</summary>
    private const string Begun = "z:";
    private const string FilesBefore = nameof(FilesBefore);

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>What a file did that was imported to the end; null where it was not.</summary>
    internal async Task<ImportCounts?> FindAsync(CampaignId campaign, string sha256, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, sha256, cancellationToken: cancellationToken) is { HasValue: true, Value: { } row } ? CountsOf(row) : null;

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

    /// <summary>
    /// Notes what a file is about to do, before its first row is written. Whoever completes what another left half written does the rest of that, and so says the same.
    /// </summary>
    /// <returns>What the file does altogether.</returns>
    internal async Task<ImportCounts> BeginAsync(CampaignId campaign, string sha256, ImportCounts counts, CancellationToken cancellationToken)
    {
        long before = await CompletedAsync(campaign, cancellationToken);
        string key = Begun + sha256;
        if (await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, key, cancellationToken: cancellationToken) is { HasValue: true, Value: { } first }
            && first.GetInt64(FilesBefore) == before)
        {
            return CountsOf(first);
        }

        TableEntity begun = RowOf(campaign, key, counts);
        begun[FilesBefore] = before;
        await _table.UpsertEntityAsync(begun, TableUpdateMode.Replace, cancellationToken);
        return counts;
    }

    internal Task AddAsync(CampaignId campaign, PurchaseImportResult result, CancellationToken cancellationToken)
    {
        TableEntity record = RowOf(campaign, result.Sha256, result.Counts);
        record["File"] = result.File;
        record["Rows"] = result.Rows;
        record["At"] = time.GetUtcNow();
        return _table.UpsertEntityAsync(record, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>How many files have been imported to the end: a begun one's counts hold for as long as no other has come between.</summary>
    private async Task<long> CompletedAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey lt {Begun}");
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken);
        return await rows.LongCountAsync(cancellationToken);
    }

    private static TableEntity RowOf(CampaignId campaign, string key, ImportCounts counts) => new(campaign.Value, key)
    {
        [nameof(ImportCounts.Added)] = counts.Added,
        [nameof(ImportCounts.Replaced)] = counts.Replaced,
        [nameof(ImportCounts.Unchanged)] = counts.Unchanged,
        [nameof(ImportCounts.Older)] = counts.Older,
    };

    private static ImportCounts CountsOf(TableEntity row) => new(
        row.GetInt64(nameof(ImportCounts.Added)) ?? 0, row.GetInt64(nameof(ImportCounts.Replaced)) ?? 0, row.GetInt64(nameof(ImportCounts.Unchanged)) ?? 0, row.GetInt64(nameof(ImportCounts.Older)) ?? 0);
}
