using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Postings;

/// <summary>Reads, claims and records postings, each together with its member's entitlement: a page of members costs one query and two transactions for fifty.</summary>
public sealed class PostingStore(TableServiceClient tables, CampaignCatalog campaigns, EntitlementStore entitlements)
{
    /// <summary>A posting and its entitlement are two rows of a transaction's hundred.</summary>
    public const int ChunkSizeMax = EntitlementStore.TransactionSizeMax / 2;

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>All postings of a page's members, who are of one shard and in the order of their ids: one query.</summary>
    internal async Task<IReadOnlyDictionary<EntitlementId, PostingHistory>> ReadHistoriesAsync(IReadOnlyList<Entitlement> members, CancellationToken cancellationToken)
    {
        Entitlement first = members[0];
        string partition = PartitionOf(first.Campaign, first.Id);
        string from = PostingRow.KeyOf(first.Id, 0);
        string to = PostingRow.KeyOf(members[^1].Id, PostingId.SequenceMax);
        Dictionary<EntitlementId, List<Posting>> read = [];
        await foreach (PostingRow row in _table.QueryAsync<PostingRow>(RangeOf(partition, from, to), cancellationToken: cancellationToken))
        {
            Posting posting = row.ToPosting(first.Campaign);
            if (!read.TryGetValue(posting.Id.Entitlement, out List<Posting>? earlier))
            {
                read.Add(posting.Id.Entitlement, earlier = []);
            }

            earlier.Add(posting);
        }

        return read.ToDictionary(member => member.Key, member => new PostingHistory(member.Value));
    }

    /// <summary>One member's postings.</summary>
    internal async Task<PostingHistory> ReadHistoryAsync(Entitlement member, CancellationToken cancellationToken) =>
        (await ReadHistoriesAsync([member], cancellationToken)).GetValueOrDefault(member.Id, PostingHistory.None);

    /// <summary>Some postings of a shard in the order of the members' ids, streamed.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="after">Only those of later members; null for all.</param>
    /// <param name="condition">A further condition on the rows, made with <see cref="TableClient.CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    internal async IAsyncEnumerable<Posting> FindAsync(CampaignId campaign, int shard, EntitlementId? after, string condition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string from = after is { } id ? $"{PostingRow.Prefix}{id};" : PostingRow.Prefix;
        string filter = $"{RangeOf(Shards.PartitionKey(campaign, shard), from, PostingRow.End)} and ({condition})";
        await foreach (PostingRow row in _table.QueryAsync<PostingRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToPosting(campaign);
        }
    }

    /// <summary>
    /// Claims up to <see cref="ChunkSizeMax"/> postings of one shard in one transaction: new ones by insertion, others on condition that they are as they
    /// were read, and all on condition that their members' amounts are.
    /// </summary>
    /// <returns>False where somebody was faster with any of them; then none was claimed.</returns>
    internal Task<bool> TryClaimAsync(IReadOnlyList<PostingDecision.Post> claims, CancellationToken cancellationToken) => _table.TrySubmitAsync(claims.SelectMany(claim => ActionsOf(claim)), cancellationToken);

    /// <summary>Records the outcomes of a claimed chunk in one transaction, and what members have been granted now. The claim is ours: no condition is needed.</summary>
    internal Task RecordAsync(IReadOnlyList<(PostingDecision.Post Claimed, Posting Outcome)> outcomes, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(outcomes.SelectMany(one => RecordOf(one.Outcome, ETag.All, one.Claimed.Claimed, one.Claimed.GrantedBefore)), cancellationToken);

    /// <summary>Records what was learned in another way, on condition that nothing has changed since it was read.</summary>
    internal async Task<bool> TryRecordAsync(IReadOnlyList<(Posting Outcome, Entitlement Member, Yen GrantedBefore)> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(outcomes.SelectMany(one => RecordOf(one.Outcome, one.Outcome.Version, one.Member, one.GrantedBefore)), cancellationToken);
            return true;
        }
        catch (RequestFailedException raced) when (raced.Status == 412)
        {
            return false;
        }
    }

    private static string RangeOf(string partition, string from, string to) => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey le {to}");

    private string PartitionOf(CampaignId campaign, EntitlementId id) => Shards.PartitionKey(campaign, id.ShardOf(campaigns[campaign].Shards));

    private IEnumerable<TableTransactionAction> ActionsOf(PostingDecision.Post claim)
    {
        yield return claim.Claim.Version == default
            ? new TableTransactionAction(TableTransactionActionType.Add, RowOf(claim.Claim))
            : new TableTransactionAction(TableTransactionActionType.UpdateMerge, RowOf(claim.Claim), claim.Claim.Version);
        yield return entitlements.MoveOf(claim.Member, claim.Claimed);
    }

    private IEnumerable<TableTransactionAction> RecordOf(Posting outcome, ETag condition, Entitlement member, Yen grantedBefore)
    {
        yield return new TableTransactionAction(TableTransactionActionType.UpdateMerge, RowOf(outcome), condition);
        if (outcome.State == PostingState.Done)
        {
            yield return entitlements.BookingOf(member, grantedBefore + outcome.Points, outcome.SettledAt!.Value);
        }
    }

    private PostingRow RowOf(Posting posting) => PostingRow.From(posting, campaigns[posting.Id.Campaign].Shards);
}
