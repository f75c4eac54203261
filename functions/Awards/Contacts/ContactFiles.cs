using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards.Contacts;

/// <summary>Which files of contacts were taken in, and when. Table <c>Imports</c>, partition <c>{campaign}:contacts</c>, row <c>{SHA-256 of the file}</c>.</summary>
public sealed class ContactFiles(TableServiceClient tables, TimeProvider time)
{
    private readonly TableClient _table = tables.GetTableClient(PurchaseFiles.TableName);

    /// <summary>Whether a file was taken in at or after an instant.</summary>
    internal async Task<bool> AnySinceAsync(CampaignId campaign, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign)} and At ge {instant}");
        return await _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken).AnyAsync(cancellationToken);
    }

    internal Task AddAsync(CampaignId campaign, MemberContactsResult result, CancellationToken cancellationToken)
    {
        TableEntity record = new(PartitionOf(campaign), result.Sha256)
        {
            ["File"] = result.File,
            ["Rows"] = result.Rows,
            ["Added"] = result.Counts.Added,
            ["Corrected"] = result.Counts.Corrected,
            ["At"] = time.GetUtcNow(),
        };
        return _table.UpsertEntityAsync(record, TableUpdateMode.Replace, cancellationToken);
    }

    private static string PartitionOf(CampaignId campaign) => $"{campaign}:contacts";
}
