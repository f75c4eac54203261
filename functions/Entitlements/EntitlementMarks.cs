using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>
/// Marks on entitlements, such as "unreached", so that the few who bear one are found without walking everybody: table <c>Entitlements</c>,
/// partition <c>{campaign}:m:{mark}</c>, row <c>{id}</c>. A mark says that there is something to look at; what it is stands in the rows it points to.
/// </summary>
public sealed class EntitlementMarks(TableServiceClient tables, EntitlementStore entitlements)
{
    /// <summary>Point reads of one page at a time.</summary>
    private const int ReadsAtATime = 16;

    private const string Note = nameof(Note);

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>Marks entitlements. Marking twice is harmless.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="mark">1 to 40 lower-case letters, digits and hyphens.</param>
    /// <param name="ids">Whom.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public Task AddAsync(CampaignId campaign, string mark, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken) =>
        SubmitAsync(campaign, mark, ids, row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row), cancellationToken);

    /// <summary>Marks entitlements, each with the same short note beside the mark, such as for which order they wait. The newest stays.</summary>
    public Task AddAsync(CampaignId campaign, string mark, string note, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken) =>
        SubmitAsync(campaign, mark, ids, row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(row) { [Note] = note }), cancellationToken);

    /// <summary>Takes marks off. Where one of them is gone already, its whole hundred is left as it is: whoever looks next takes them off.</summary>
    public async Task RemoveAsync(CampaignId campaign, string mark, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken)
    {
        try
        {
            await SubmitAsync(campaign, mark, ids, row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All), cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Two looked at the same page at the same time.
        }
    }

    /// <summary>Which of a few entitlements bear the mark: one query over the range of their ids.</summary>
    public async Task<IReadOnlySet<EntitlementId>> AmongAsync(CampaignId campaign, string mark, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> asked = [.. ids];
        HashSet<EntitlementId> marked = [];
        if (asked.Count > 0)
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, mark)} and RowKey ge {asked.Min().ToString()} and RowKey le {asked.Max().ToString()}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
            {
                marked.Add(EntitlementId.Parse(row.RowKey));
            }
        }

        marked.IntersectWith(asked);
        return marked;
    }

    /// <summary>What is noted beside the mark of a few entitlements: one query over the range of their ids.</summary>
    public async Task<IReadOnlyDictionary<EntitlementId, string>> NotesAmongAsync(CampaignId campaign, string mark, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> asked = [.. ids];
        Dictionary<EntitlementId, string> notes = [];
        if (asked.Count > 0)
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, mark)} and RowKey ge {asked.Min().ToString()} and RowKey le {asked.Max().ToString()}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey), Note], cancellationToken: cancellationToken))
            {
                if (row.GetString(Note) is { } note && asked.Contains(EntitlementId.Parse(row.RowKey)))
                {
                    notes[EntitlementId.Parse(row.RowKey)] = note;
                }
            }
        }

        return notes;
    }

    /// <summary>How many bear the mark behind a place. Nothing is read but their keys.</summary>
    public async Task<int> CountAfterAsync(CampaignId campaign, string mark, EntitlementId after, CancellationToken cancellationToken) =>
        await ReadIdsAsync(campaign, mark, after, cancellationToken).CountAsync(cancellationToken);

    /// <summary>How many bear the mark, as far as so many.</summary>
    public async Task<int> CountAsync(CampaignId campaign, string mark, int most, CancellationToken cancellationToken) =>
        await ReadIdsAsync(campaign, mark, null, cancellationToken).Take(most).CountAsync(cancellationToken);

    /// <summary>How many bear the mark.</summary>
    public async Task<int> CountAsync(CampaignId campaign, string mark, CancellationToken cancellationToken) =>
        await ReadIdsAsync(campaign, mark, null, cancellationToken).CountAsync(cancellationToken);

    /// <summary>Whether anybody bears the mark: one request for one row.</summary>
    public Task<bool> AnyAsync(CampaignId campaign, string mark, CancellationToken cancellationToken) =>
        AnyAsync(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, mark)}"), cancellationToken);

    /// <summary>Whether anybody bears one of the marks that begin alike: one request for one row.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="beginning">What the marks have in common, up to a hyphen.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public Task<bool> AnyOfAsync(CampaignId campaign, string beginning, CancellationToken cancellationToken) =>
        AnyAsync(TableClient.CreateQueryFilter($"PartitionKey ge {PartitionOf(campaign, $"{beginning}-")} and PartitionKey lt {PartitionOf(campaign, $"{beginning}.")}"), cancellationToken);

    private async Task<bool> AnyAsync(string filter, CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, [nameof(TableEntity.RowKey)], cancellationToken).AnyAsync(cancellationToken);

    /// <summary>The next marked entitlements, of whatever shard, in the order of their ids: one query, and one read each.</summary>
    public async Task<IReadOnlyList<Entitlement>> ReadPageAsync(CampaignId campaign, string mark, EntitlementId? after, int take, CancellationToken cancellationToken)
    {
        List<Entitlement> page = [];
        EntitlementId? cursor = after;
        while (true)
        {
            int wanted = take - page.Count;
            List<EntitlementId> ids = await ReadIdsAsync(campaign, mark, cursor, cancellationToken).Take(wanted).ToListAsync(cancellationToken);
            page.AddRange(await ReadAllAsync(campaign, ids, cancellationToken));
            if (ids.Count < wanted || page.Count == take)
            {
                return page;
            }

            cursor = ids[^1];
        }
    }

    /// <summary>Those that exist: a report about a message of an older installation marks somebody whom this one does not know.</summary>
    private async Task<IEnumerable<Entitlement>> ReadAllAsync(CampaignId campaign, IReadOnlyList<EntitlementId> ids, CancellationToken cancellationToken)
    {
        ConcurrentBag<Entitlement> read = [];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, bounded, async (id, token) =>
        {
            if (await entitlements.FindAsync(campaign, id, token) is { } known)
            {
                read.Add(known);
            }
        });
        return read.OrderBy(entitlement => entitlement.Id);
    }

    private async Task SubmitAsync(
        CampaignId campaign, string mark, IEnumerable<EntitlementId> ids, Func<TableEntity, TableTransactionAction> action, CancellationToken cancellationToken)
    {
        foreach (EntitlementId[] chunk in ids.Distinct().Chunk(EntitlementStore.TransactionSizeMax))
        {
            await _table.SubmitTransactionAsync(chunk.Select(id => action(new TableEntity(PartitionOf(campaign, mark), id.ToString()))), cancellationToken);
        }
    }

    private async IAsyncEnumerable<EntitlementId> ReadIdsAsync(CampaignId campaign, string mark, EntitlementId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string from = after?.ToString() ?? string.Empty;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, mark)} and RowKey gt {from}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            yield return EntitlementId.Parse(row.RowKey);
        }
    }

    private static string PartitionOf(CampaignId campaign, string mark) => $"{campaign}:m:{mark}";
}
