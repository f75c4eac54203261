using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements.Search;

namespace Compensation.Entitlements;

/// <summary>Erases where people are reached. What they are owed, and what became of it, stays.</summary>
public sealed class ForgetContacts(TableServiceClient tables, CampaignCatalog campaigns, EntitlementStore entitlements, Erasures erasures, PeopleIndex people)
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

    /// <summary>All of a shard, a hundred at a time, but for those who still wait for something. A repeat reads only what is left.</summary>
    /// <returns>How many were forgotten, and how many wait.</returns>
    internal async Task<(int Forgotten, int Waiting)> ShardAsync(CampaignId campaign, int shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (int forgotten, int waiting) = (0, 0);
        await foreach (Entitlement[] page in entitlements.ReadWithContactsAsync(campaign, shard, cancellationToken).Chunk(EntitlementStore.TransactionSizeMax))
        {
            Entitlement[] some = [.. page.Where(IsThrough)];
            if (!await entitlements.TryMoveAllAsync([.. some.Select(person => (person, person.Erased(now, person.ErasedBy)))], cancellationToken))
            {
                foreach (Entitlement person in some)
                {
                    await OneAsync(campaign, person.Id, one => IsThrough(one) ? one.Erased(now, one.ErasedBy) : one, cancellationToken);
                }
            }

            (forgotten, waiting) = (forgotten + some.Length, waiting + page.Length - some.Length);
        }

        return (forgotten, waiting);
    }

    /// <summary>Forgets once more who was erased on his request while a file was being taken in: it had read him before.</summary>
    internal async Task ErasedMeanwhileAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        await foreach (Erasure erasure in erasures.ReadAsync(campaign, cancellationToken))
        {
            if (await entitlements.FindAsync(campaign, erasure.Id, cancellationToken) is { ProtectedContact: not null })
            {
                await OneAsync(campaign, erasure.Id, person => erasure.Counted(person).Erased(erasure.At, erasure.By), cancellationToken);
                await people.RemoveAsync(campaign, erasure.Id, cancellationToken);
            }
        }
    }

    /// <summary>Who waits for a code, or for money, is still to be told. A member's points wait for nobody.</summary>
    private static bool IsThrough(Entitlement person) =>
        person.Route == EntitlementRoute.Purchase || person.State is not (EntitlementState.Open or EntitlementState.Claimed or EntitlementState.TransferRequested);
}
