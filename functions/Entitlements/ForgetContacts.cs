using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>Erases where people are reached. What they are owed, and what became of it, stays.</summary>
public sealed class ForgetContacts(TableServiceClient tables, CampaignCatalog campaigns, EntitlementStore entitlements)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>Of one, with the tries to prove who opens the link.</summary>
    /// <param name="campaign">Whose.</param>
    /// <param name="id">The right; where there is none, nothing is done.</param>
    /// <param name="change">What else changes in the same write.</param>
    /// <param name="cancellationToken">Stops between tries.</param>
    internal async Task OneAsync(CampaignId campaign, EntitlementId id, Func<Entitlement, Entitlement> change, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Shards.PartitionKey(campaign, id.ShardOf(campaigns[campaign].Shards)), $"p:{id}", ETag.All, cancellationToken);
        while (await entitlements.FindAsync(campaign, id, cancellationToken) is { } person && await entitlements.TryMoveAsync(person, change(person), cancellationToken) is null)
        {
            // Somebody has changed it in between.
        }
    }

    /// <summary>All of a shard, a hundred at a time. A repeat reads only what is left.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> ShardAsync(CampaignId campaign, int shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        await foreach (Entitlement[] some in entitlements.ReadWithContactsAsync(campaign, shard, cancellationToken).Chunk(EntitlementStore.TransactionSizeMax))
        {
            if (!await entitlements.TryMoveAllAsync([.. some.Select(person => (person, person.Erased(now, person.ErasedBy)))], cancellationToken))
            {
                foreach (Entitlement person in some)
                {
                    await OneAsync(campaign, person.Id, one => one.Erased(now, one.ErasedBy), cancellationToken);
                }
            }

            forgotten += some.Length;
        }

        return forgotten;
    }
}
