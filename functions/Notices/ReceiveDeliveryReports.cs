using Azure;
using Azure.Data.Tables;
using Azure.Messaging;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Notices;

/// <summary>
/// Merges carriers' reports into the notices they speak of: no read, one transaction a hundred reports of a shard. Reports may come in any
/// order, twice, and before our own record.
/// </summary>
public sealed class ReceiveDeliveryReports(TableServiceClient tables, CampaignCatalog campaigns, RequestIds requestIds, ILogger<ReceiveDeliveryReports> log)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    [Function(nameof(ReceiveDeliveryReports))]
    public async Task Run([EventGridTrigger(IsBatched = true)] CloudEvent[] events, CancellationToken cancellationToken)
    {
        Dictionary<(string Partition, string Row), TableEntity> changes = [];
        foreach (CloudEvent received in events)
        {
            Gather(received, changes);
        }

        foreach (IGrouping<string, TableEntity> partition in changes.Values.GroupBy(change => change.PartitionKey, StringComparer.Ordinal))
        {
            foreach (TableEntity[] chunk in partition.Chunk(EntitlementStore.TransactionSizeMax))
            {
                await MergeAsync(chunk, cancellationToken);
            }
        }

        log.ReportsApplied(changes.Count, events.Length - changes.Count);
    }

    private void Gather(CloudEvent received, Dictionary<(string Partition, string Row), TableEntity> changes)
    {
        if (DeliveryReport.TryRead(received) is not { } report || !requestIds.TryRead(report.RequestId, out NoticeId? notice))
        {
            log.ReportOrphaned(received.Type);
            return;
        }

        string partition = Shards.PartitionKey(notice.Campaign, notice.Entitlement.ShardOf(campaigns[notice.Campaign].Shards));
        string row = NoticeRow.KeyOf(notice.Kind, notice.Entitlement, notice.Sequence);
        if (!changes.TryGetValue((partition, row), out TableEntity? change))
        {
            change = new TableEntity(partition, row);
        }

        switch (report.Meaning)
        {
            case DeliveryMeaning.Delivered:
                change[nameof(NoticeRow.DeliveredAt)] = report.At;
                break;
            case DeliveryMeaning.Undelivered:
                change[nameof(NoticeRow.UndeliveredAt)] = report.At;
                change[nameof(NoticeRow.UndeliveredReason)] = report.Reason;
                break;
            case DeliveryMeaning.NotFinal:
                return;
            default:
                log.ReportUnrecognised(received.Type, report.Reason);
                return;
        }

        changes[(partition, row)] = change;
    }

    private async Task MergeAsync(IReadOnlyList<TableEntity> chunk, CancellationToken cancellationToken)
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
