using Azure.Data.Tables;
using Compensation.Awards.Postings;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards.Contacts;

/// <summary>
/// Whether there may be members to be told of their points: postings that were booked, or contacts that came in. Spares a day's walk over everybody where
/// nothing has happened; who is told is decided by what stands in the rows, so that nobody is forgotten, whatever died in between.
/// </summary>
public sealed class LookForGrants(CampaignCatalog campaigns, PostingStore postings, ContactFiles files)
{
    [Function(nameof(LookForGrants))]
    public async Task<bool> Run([ActivityTrigger] GrantsSince since, CancellationToken cancellationToken)
    {
        if (await files.AnySinceAsync(since.Campaign, since.Instant, cancellationToken))
        {
            return true;
        }

        string booked = TableClient.CreateQueryFilter($"State eq {nameof(PostingState.Done)} and SettledAt ge {since.Instant}");
        for (int shard = 0; shard < campaigns[since.Campaign].Shards; shard++)
        {
            if (await postings.FindAsync(since.Campaign, shard, after: null, booked, cancellationToken).AnyAsync(cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What was booked in a campaign from an instant on.</summary>
public sealed record GrantsSince(CampaignId Campaign, DateTimeOffset Instant);
