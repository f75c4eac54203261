using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Awards.Postings;

/// <summary>
/// Batches of postings for a points system that takes files. What is due is assigned to a batch once; then the batch is complete, and is the same file for
/// good. Table <c>Postings</c>, partition <c>{campaign}</c>, rows <c>b:{batch}</c>.
/// </summary>
public sealed class PostingBatches(TableServiceClient tables, EntitlementStore entitlements, PostingStore postings, ClaimHolders holders, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Longer than assigning a million postings takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private readonly TableClient _table = tables.GetTableClient(PostingStandings.TableName);

    /// <summary>Assigns what is due to a batch, at most so many postings. A complete batch is left as it is; one that a crash cut off is completed.</summary>
    /// <returns>False where somebody else is at it.</returns>
    internal async Task<bool> TryCompleteAsync(Campaign campaign, string batch, int max, CancellationToken cancellationToken)
    {
        PostingTerms terms = new(time.GetUtcNow(), campaign.Grant!.CorrectionsEndAt, Guid.NewGuid(), Lease, holders);
        using IDisposable atWork = holders.Begin(terms.Attempt);
        (bool complete, TableEntity? held) = await TakeAsync(campaign.Id, batch, max, terms, cancellationToken);
        if (held is null)
        {
            return complete;
        }

        int rest = held.GetInt32("Max")!.Value;
        for (int shard = 0; shard < campaign.Shards && rest > 0; shard++)
        {
            rest -= await AssignAsync(campaign, shard, batch, rest, terms, cancellationToken);
        }

        held["Complete"] = true;
        await _table.UpdateEntityAsync(held, ETag.All, TableUpdateMode.Merge, cancellationToken);
        return true;
    }

    /// <summary>The row as held by us; null where the batch is complete, or somebody else is at it.</summary>
    private async Task<(bool Complete, TableEntity? Held)> TakeAsync(CampaignId campaign, string batch, int max, PostingTerms terms, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, $"b:{batch}", cancellationToken: cancellationToken);
        TableEntity row = found.HasValue ? found.Value! : new TableEntity(campaign.Value, $"b:{batch}") { ["Max"] = max, ["Complete"] = false };
        if (row.GetBoolean("Complete") == true)
        {
            return (true, null);
        }

        if (found.HasValue && StoredWait.Lasts(row.GetDateTimeOffset("ClaimedAt"), Lease, terms.Now) && holders.MayBeAtWork(row.GetString("Holder")!, row.GetGuid("Attempt")!.Value))
        {
            return (false, null);
        }

        (row["Holder"], row["Attempt"], row["ClaimedAt"]) = (holders.Me, terms.Attempt, terms.Now);
        try
        {
            await (found.HasValue ? _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Merge, cancellationToken) : _table.AddEntityAsync(row, cancellationToken));
            return (false, row);
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return (false, null);
        }
    }

    /// <returns>How many postings of the shard are in the batch.</returns>
    private async Task<int> AssignAsync(Campaign campaign, int shard, string batch, int max, PostingTerms terms, CancellationToken cancellationToken)
    {
        int assigned = 0;
        EntitlementId? after = null;
        while (assigned < max)
        {
            IReadOnlyList<Entitlement> page = await entitlements.ReadPageAsync(campaign.Id, shard, after, PageSize, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            if (await TryAssignAsync(page, batch, max - assigned, terms, cancellationToken) is { } some)
            {
                assigned += some;
                after = page[^1].Id;
            }
        }

        return assigned;
    }

    /// <returns>How many postings of the page are in the batch; null where somebody changed one of them meanwhile, and the page is to be read again.</returns>
    private async Task<int?> TryAssignAsync(IReadOnlyList<Entitlement> page, string batch, int max, PostingTerms terms, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<EntitlementId, PostingHistory> histories = await postings.ReadHistoriesAsync(page, cancellationToken);
        int assigned = histories.Values.Count(history => history.Postings.Any(posting => posting.Batch == batch));
        IEnumerable<PostingDecision.Post> due = page
            .Select(member => PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, histories.GetValueOrDefault(member.Id, PostingHistory.None), terms))
            .OfType<PostingDecision.Post>()
            // What may have gone out over HTTP before is settled there, or by a result file.
            .Where(post => !post.Claim.IsUnsettled)
            .Select(post => post with { Claim = post.Claim with { State = PostingState.Filed, Batch = batch } })
            .Take(max - assigned);
        foreach (PostingDecision.Post[] chunk in due.Chunk(PostingStore.ChunkSizeMax))
        {
            if (!await postings.TryClaimAsync(chunk, cancellationToken))
            {
                return null;
            }

            assigned += chunk.Length;
        }

        return assigned;
    }
}
