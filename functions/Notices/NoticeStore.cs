using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Reads, claims and records notices: a page of people costs one query and two transactions a hundred.</summary>
public sealed class NoticeStore(TableServiceClient tables, CampaignCatalog campaigns)
{
    private const int QueriesAtATime = 8;

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>What each person of a page has been sent, as far as an order needs to know: one query for each kind and shard.</summary>
    /// <param name="order">The order.</param>
    /// <param name="people">A page, in the order of ids; of one shard or several.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<IReadOnlyDictionary<EntitlementId, NoticeHistory>> ReadHistoriesAsync(NoticeOrder order, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        NoticeKind[] before = order.Kind switch
        {
            NoticeKind.Reminder or NoticeKind.Resend => [NoticeKind.Issue, NoticeKind.Fallback, NoticeKind.Resend],
            NoticeKind.Fallback => [NoticeKind.Issue],
            _ => [],
        };
        IEnumerable<IGrouping<int, Entitlement>> shards = people.GroupBy(person => person.Id.ShardOf(campaigns[person.Campaign].Shards));
        ConcurrentBag<List<Notice>> read = [];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = QueriesAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            from shard in shards
            from kind in before.Append(order.Kind).Distinct()
            select (kind, shard),
            bounded,
            async (range, token) => read.Add(await ReadKindAsync(range.kind, [.. range.shard], token)));
        return read.SelectMany(notices => notices)
            .GroupBy(notice => notice.Id.Entitlement)
            .ToDictionary(person => person.Key, person => new NoticeHistory(
                person.FirstOrDefault(order.IsFor),
                [.. person.Where(notice => before.Contains(notice.Id.Kind))]));
    }

    private async Task<List<Notice>> ReadKindAsync(NoticeKind kind, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        Entitlement first = people[0];
        string partition = Shards.PartitionKey(first.Campaign, first.Id.ShardOf(campaigns[first.Campaign].Shards));
        string range = RangeOf(partition, NoticeRow.KeyOf(kind, first.Id, 0), NoticeRow.KeyOf(kind, people[^1].Id, 99));
        List<Notice> notices = [];
        await foreach (NoticeRow row in _table.QueryAsync<NoticeRow>(range, cancellationToken: cancellationToken))
        {
            notices.Add(row.ToNotice(first.Campaign));
        }

        return notices;
    }

    /// <summary>All notices of one shard, streamed.</summary>
    public async IAsyncEnumerable<Notice> ReadShardAsync(CampaignId campaign, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = RangeOf(Shards.PartitionKey(campaign, shard), "n:", "n;");
        await foreach (NoticeRow row in _table.QueryAsync<NoticeRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToNotice(campaign);
        }
    }

    /// <summary>Claims up to a hundred notices of one shard in one transaction: new ones by insertion, others on condition that they are as they were read.</summary>
    /// <returns>False where another sender was faster with any of them; then none was claimed.</returns>
    public async Task<bool> TryClaimAsync(IReadOnlyList<Notice> claims, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(claims.Select(ClaimOf), cancellationToken);
            return true;
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Records the outcomes of a claimed chunk in one transaction. The claim is ours, and the carrier's columns are not touched: no condition is needed.</summary>
    public Task RecordAsync(IReadOnlyList<Notice> outcomes, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(outcomes.Select(outcome => new TableTransactionAction(TableTransactionActionType.UpdateMerge, RowOf(outcome), ETag.All)), cancellationToken);

    private static string RangeOf(string partition, string from, string to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey le {to}");

    private TableTransactionAction ClaimOf(Notice claim) => claim.Version == default
        ? new TableTransactionAction(TableTransactionActionType.Add, RowOf(claim))
        : new TableTransactionAction(TableTransactionActionType.UpdateMerge, RowOf(claim), claim.Version);

    private NoticeRow RowOf(Notice notice) => NoticeRow.From(notice, campaigns[notice.Id.Campaign].Shards);
}
