using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Notices;

/// <summary>
/// Merges delivery reports of whatever provider into their notices, a hundred of one shard per transaction. Only the carrier's own columns are
/// touched, so reports may come in any order, twice, and before our own record.
/// </summary>
public sealed class DeliveryReports(TableServiceClient tables, CampaignCatalog campaigns, Unreached unreached, RequestIds requestIds, TimeProvider time, ILogger<DeliveryReports> log)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <returns>How many notices were changed, or were as reported already.</returns>
    internal async Task<int> MergeAsync(IEnumerable<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        Dictionary<(string Partition, string Row), TableEntity> changes = [];
        HashSet<NoticeId> undelivered = [];
        foreach (DeliveryReport report in reports)
        {
            await GatherAsync(report, changes, undelivered, cancellationToken);
        }

        // The marks first: should it fail in between, the reports come again, and one without a time would then be known already.
        await MarkAsync(undelivered, cancellationToken);
        foreach (IGrouping<string, TableEntity> partition in changes.Values.GroupBy(change => change.PartitionKey, StringComparer.Ordinal))
        {
            foreach (TableEntity[] chunk in partition.Chunk(EntitlementStore.TransactionSizeMax))
            {
                await MergeChunkAsync(chunk, cancellationToken);
            }
        }

        return changes.Count;
    }

    private async Task MarkAsync(IEnumerable<NoticeId> undelivered, CancellationToken cancellationToken)
    {
        foreach (IGrouping<CampaignId, NoticeId> campaign in undelivered.GroupBy(notice => notice.Campaign))
        {
            await unreached.MarkAsync(campaign.Key, [.. campaign], cancellationToken);
        }
    }

    private async Task GatherAsync(DeliveryReport report, Dictionary<(string Partition, string Row), TableEntity> changes, HashSet<NoticeId> undelivered, CancellationToken cancellationToken)
    {
        if (!requestIds.TryRead(report.RequestId, out NoticeId? notice))
        {
            log.ReportOrphaned(report.Origin);
            return;
        }

        if (ColumnOf(report) is not { } column)
        {
            return;
        }

        string partition = Shards.PartitionKey(notice.Campaign, notice.Entitlement.ShardOf(campaigns[notice.Campaign].Shards));
        string row = NoticeRow.KeyOf(notice.Kind, notice.Entitlement, notice.Sequence);
        if (report.At is null && await IsKnownAsync(partition, row, column, cancellationToken))
        {
            return;
        }

        if (!changes.TryGetValue((partition, row), out TableEntity? change))
        {
            changes[(partition, row)] = change = new TableEntity(partition, row);
        }

        change[column] = report.At ?? time.GetUtcNow();
        if (report.Meaning == DeliveryMeaning.Undelivered)
        {
            change[nameof(NoticeRow.UndeliveredReason)] = report.Reason;
            undelivered.Add(notice);
        }
    }

    private string? ColumnOf(DeliveryReport report)
    {
        switch (report.Meaning)
        {
            case DeliveryMeaning.Delivered:
                return nameof(NoticeRow.DeliveredAt);
            case DeliveryMeaning.Undelivered:
                return nameof(NoticeRow.UndeliveredAt);
            case DeliveryMeaning.NotFinal:
                return null;
            default:
                log.ReportUnrecognised(report.Origin, report.Reason);
                return null;
        }
    }

    /// <summary>A report without a time of its own must not move the time of an earlier hearing.</summary>
    private async Task<bool> IsKnownAsync(string partition, string row, string column, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> known = await _table.GetEntityIfExistsAsync<TableEntity>(partition, row, [column], cancellationToken);
        return known.HasValue && known.Value!.ContainsKey(column) && known.Value[column] is not null;
    }

    private async Task MergeChunkAsync(IReadOnlyList<TableEntity> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(chunk.Select(change => new TableTransactionAction(TableTransactionActionType.UpdateMerge, change, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            await MergeOneByOneAsync(chunk, cancellationToken);
        }
    }

    private async Task MergeOneByOneAsync(IReadOnlyList<TableEntity> chunk, CancellationToken cancellationToken)
    {
        foreach (TableEntity change in chunk)
        {
            try
            {
                await _table.UpdateEntityAsync(change, ETag.All, TableUpdateMode.Merge, cancellationToken);
            }
            catch (RequestFailedException absent) when (absent.Status == 404)
            {
                // The id is signed by us, but its notice is gone: an older installation's, or a restored store.
                log.ReportOrphaned("known id");
            }
        }
    }
}
