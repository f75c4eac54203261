using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>Reads and moves entitlements. One query a page, one transaction a hundred people, every change conditional.</summary>
public sealed class EntitlementStore(TableServiceClient tables, CampaignCatalog campaigns)
{
    /// <summary>The table that also holds the notices of each entitlement, in the same partition.</summary>
    public const string TableName = "Entitlements";

    /// <summary>The service's limit of one entity-group transaction.</summary>
    public const int TransactionSizeMax = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>One point read; null where there is none.</summary>
    public async Task<Entitlement?> FindAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, id.ShardOf(campaigns[campaign].Shards));
        NullableResponse<EntitlementRow> row = await _table.GetEntityIfExistsAsync<EntitlementRow>(partition, EntitlementRow.KeyOf(id), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ToEntitlement(campaign) : null;
    }

    /// <summary>The other entitlements for which this one's messages speak: one point read each, none for nearly everybody. Who no longer follows is left out.</summary>
    public async Task<IReadOnlyList<Entitlement>> ReadCompanionsAsync(Entitlement lead, CancellationToken cancellationToken)
    {
        if (lead.Companions.Count == 0)
        {
            return [];
        }

        Entitlement?[] found = await Task.WhenAll(lead.Companions.Select(id => FindAsync(lead.Campaign, id, cancellationToken)));
        return [.. found.OfType<Entitlement>().Where(companion => companion.Lead == lead.Id)];
    }

    /// <summary>The next entitlements of one shard in the order of their ids: one query.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="shard">0 to the campaign's shards − 1.</param>
    /// <param name="after">The last id of the page before, or null at the beginning.</param>
    /// <param name="take">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<IReadOnlyList<Entitlement>> ReadPageAsync(CampaignId campaign, int shard, EntitlementId? after, int take, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        string from = after is { } id ? EntitlementRow.KeyOf(id) : EntitlementRow.Prefix;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {"e;"}");
        List<Entitlement> page = new(take);
        await foreach (EntitlementRow row in _table.QueryAsync<EntitlementRow>(filter, take, cancellationToken: cancellationToken))
        {
            page.Add(row.ToEntitlement(campaign));
            if (page.Count == take)
            {
                break;
            }
        }

        return page;
    }

    /// <summary>Those of a shard that still have a contact on file, a page at a time in memory.</summary>
    internal IAsyncEnumerable<Entitlement> ReadWithContactsAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {EntitlementRow.Prefix} and RowKey lt {"e;"} and Contact gt {string.Empty}");
        return _table.QueryAsync<EntitlementRow>(filter, cancellationToken: cancellationToken).Select(row => row.ToEntitlement(campaign));
    }

    /// <summary>
    /// Writes new entitlements of one shard, at most <see cref="TransactionSizeMax"/>, in one transaction. Ones that exist already are left as they are,
    /// so that a repeated cutoff changes nothing.
    /// </summary>
    public async Task CreateAsync(IReadOnlyList<Entitlement> entitlements, CancellationToken cancellationToken)
    {
        if (entitlements.Count == 0)
        {
            return;
        }

        int shards = campaigns[entitlements[0].Campaign].Shards;
        List<EntitlementRow> rows = [.. entitlements.Select(entitlement => EntitlementRow.From(entitlement, shards))];
        try
        {
            await _table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            await AddOneByOneAsync(rows, cancellationToken);
        }
    }

    /// <summary>Moves one entitlement, if it is still as it was read and the move is allowed.</summary>
    /// <returns>The entitlement as it is now stored, or null where someone else changed it in between.</returns>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    public async Task<Entitlement?> TryMoveAsync(Entitlement before, Entitlement after, CancellationToken cancellationToken)
    {
        RefuseUnlawful(before, after);
        EntitlementRow row = EntitlementRow.From(after, campaigns[after.Campaign].Shards);
        try
        {
            Response response = await _table.UpdateEntityAsync(row, before.Version, TableUpdateMode.Replace, cancellationToken);
            return after with { Version = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return null;
        }
    }

    /// <summary>Moves up to <see cref="TransactionSizeMax"/> entitlements of one shard in one transaction.</summary>
    /// <returns>False where any of them was changed in between; then none was moved.</returns>
    public async Task<bool> TryMoveAllAsync(IReadOnlyList<(Entitlement Before, Entitlement After)> moves, CancellationToken cancellationToken)
    {
        if (moves.Count == 0)
        {
            return true;
        }

        try
        {
            await _table.SubmitTransactionAsync(moves.Select(move => MoveOf(move.Before, move.After)), cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return false;
        }
    }

    /// <summary>A conditional move as part of somebody's own transaction in the same partition.</summary>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    internal TableTransactionAction MoveOf(Entitlement before, Entitlement after)
    {
        RefuseUnlawful(before, after);
        return new TableTransactionAction(TableTransactionActionType.UpdateReplace, EntitlementRow.From(after, campaigns[after.Campaign].Shards), before.Version);
    }

    /// <summary>
    /// Enters what a points system has booked, as part of somebody's own transaction. Only these columns are written, and only by whoever holds the
    /// member's posting: the amount may be recomputed at the same time.
    /// </summary>
    internal TableTransactionAction BookingOf(Entitlement member, Yen granted, DateTimeOffset at)
    {
        RefuseUnlawful(member, member with { State = EntitlementState.Paid });
        TableEntity booked = new(Shards.PartitionKey(member.Campaign, member.Id.ShardOf(campaigns[member.Campaign].Shards)), EntitlementRow.KeyOf(member.Id))
        {
            [nameof(EntitlementRow.State)] = nameof(EntitlementState.Paid),
            [nameof(EntitlementRow.Granted)] = granted.Amount,
            [nameof(EntitlementRow.PaidAt)] = member.PaidAt ?? at,
        };
        return new TableTransactionAction(TableTransactionActionType.UpdateMerge, booked, ETag.All);
    }

    private static void RefuseUnlawful(Entitlement before, Entitlement after)
    {
        if (before.State != after.State && !before.State.CanMoveTo(after.State))
        {
            throw new InvalidOperationException($"Entitlement {before.Id} cannot move from {before.State} to {after.State}.");
        }
    }

    private async Task AddOneByOneAsync(List<EntitlementRow> rows, CancellationToken cancellationToken)
    {
        foreach (EntitlementRow row in rows)
        {
            try
            {
                await _table.AddEntityAsync(row, cancellationToken);
            }
            catch (RequestFailedException exists) when (exists.Status == 409)
            {
                // Written before a restart: the same facts gave the same row.
            }
        }
    }
}
