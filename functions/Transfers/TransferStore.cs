using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>Reads transfers, and moves them together with the rights behind them: one transaction, both rows conditional on what was read.</summary>
public sealed class TransferStore(TableServiceClient tables, EntitlementStore entitlements, ProtectedFields fields)
{
    /// <summary>Two rows each.</summary>
    private const int MovesAtATime = EntitlementStore.TransactionSizeMax / 2;

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>One point read; null where none was ever asked for.</summary>
    public async Task<Transfer?> FindAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign.Id, id.ShardOf(campaign.Shards));
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, TransferRow.KeyOf(id), cancellationToken: cancellationToken);
        return row.HasValue ? TransferRow.Read(row.Value!, campaign.Id) : null;
    }

    /// <summary>All of a campaign, shard by shard in the order of their ids. They are few: who takes points has none.</summary>
    public IAsyncEnumerable<Transfer> ReadAllAsync(Campaign campaign, CancellationToken cancellationToken) => ReadInAsync(campaign, [], after: null, cancellationToken);

    /// <summary>Those that stand so, in the same order, from one on: whoever takes some of them reads no more.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="states">How they stand; empty for all.</param>
    /// <param name="after">The last that is known already; null at the beginning.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async IAsyncEnumerable<Transfer> ReadInAsync(Campaign campaign, IReadOnlyCollection<TransferState> states, EntitlementId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string any = states.Count == 0 ? string.Empty : $" and ({string.Join(" or ", states.Select(state => $"State eq '{state}'"))})";
        int first = after?.ShardOf(campaign.Shards) ?? 0;
        for (int shard = first; shard < campaign.Shards; shard++)
        {
            string from = after is { } last && shard == first ? TransferRow.KeyOf(last) : TransferRow.Prefix;
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Shards.PartitionKey(campaign.Id, shard)} and RowKey gt {from} and RowKey lt {TransferRow.PrefixEnd}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter + any, cancellationToken: cancellationToken))
            {
                yield return TransferRow.Read(row, campaign.Id);
            }
        }
    }

    /// <summary>How many of a campaign stand how: nothing else is read.</summary>
    internal async Task<IReadOnlyDictionary<TransferState, int>> CountAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        Dictionary<TransferState, int> counts = [];
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            string filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Shards.PartitionKey(campaign.Id, shard)} and RowKey ge {TransferRow.Prefix} and RowKey lt {TransferRow.PrefixEnd}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(Transfer.State)], cancellationToken: cancellationToken))
            {
                TransferState state = Enum.Parse<TransferState>(row.GetString(nameof(Transfer.State)));
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }
        }

        return counts;
    }

    /// <summary>How many of a campaign stand so: nothing but their keys is read.</summary>
    public async Task<int> CountAsync(Campaign campaign, IReadOnlyCollection<TransferState> states, CancellationToken cancellationToken)
    {
        string any = string.Join(" or ", states.Select(state => $"State eq '{state}'"));
        int count = 0;
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            string filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Shards.PartitionKey(campaign.Id, shard)} and RowKey ge {TransferRow.Prefix} and RowKey lt {TransferRow.PrefixEnd}");
            count += await _table.QueryAsync<TableEntity>($"{filter} and ({any})", select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).CountAsync(cancellationToken);
        }

        return count;
    }

    /// <summary>What the person gave. Null once its time of keeping is over, or where it cannot be read any more.</summary>
    public TransferForm? FormOf(Transfer transfer) => transfer.ProtectedForm is null ? null : fields.UnprotectJsonOrNull<TransferForm>(transfer.ProtectedForm);

    public string Protect(TransferForm form) => fields.ProtectJson(form);

    /// <summary>Moves one transfer and its right, if both are still as they were read.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="before">As it was read; null for the first request.</param>
    /// <param name="after">As it shall be.</param>
    /// <param name="right">As it was read.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>False where somebody changed one of them in between: then nothing was written.</returns>
    /// <exception cref="InvalidOperationException">The move is in neither table of moves.</exception>
    public Task<bool> TryMoveAsync(Campaign campaign, Transfer? before, Transfer after, Entitlement right, DateTimeOffset now, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(ActionsOf(campaign, before, after, right, now), cancellationToken);

    /// <summary>Moves several of one shard, and changes what is no state of others, as far as they fit into one transaction.</summary>
    /// <returns>False where one of them was changed in between: then nothing was written.</returns>
    internal Task<bool> TryMoveAllAsync(
        Campaign campaign,
        IReadOnlyList<(Transfer Before, Transfer After, Entitlement Right)> moves,
        IReadOnlyList<(Transfer Before, Transfer After)> kept,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        moves.Count + kept.Count > MovesAtATime
            ? throw new ArgumentOutOfRangeException(nameof(moves), moves.Count + kept.Count, $"expected at most {MovesAtATime}.")
            : _table.TrySubmitAsync(
                [.. moves.SelectMany(move => ActionsOf(campaign, move.Before, move.After, move.Right, now)), .. kept.Select(one => KeepOf(campaign, one.Before, one.After))], cancellationToken);

    /// <summary>Changes what is no state: whom the person was told, what the bank said again, what is no longer kept.</summary>
    /// <returns>False where somebody changed it in between.</returns>
    public Task<bool> TryKeepAsync(Campaign campaign, Transfer before, Transfer after, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([KeepOf(campaign, before, after)], cancellationToken);

    private static TableTransactionAction KeepOf(Campaign campaign, Transfer before, Transfer after) => before.State != after.State
        ? throw new InvalidOperationException($"The transfer of {before.Id} would change its state without its right.")
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, TransferRow.Write(after, campaign), before.Tag);

    private IEnumerable<TableTransactionAction> ActionsOf(Campaign campaign, Transfer? before, Transfer after, Entitlement right, DateTimeOffset now)
    {
        if (before is not null && !before.State.CanMoveTo(after.State))
        {
            throw new InvalidOperationException($"The transfer of {after.Id} cannot move from {before.State} to {after.State}.");
        }

        TableEntity row = TransferRow.Write(after, campaign);
        yield return before is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.Tag);

        // Also where the state stays: whoever has revoked or paid the right meanwhile has changed its row, and nothing goes to the bank for it.
        yield return entitlements.MoveOf(right, RightAfter(after, right, now));
    }

    private static Entitlement RightAfter(Transfer after, Entitlement right, DateTimeOffset now)
    {
        EntitlementState means = after.State.Means(right.State);
        return right with
        {
            State = means,
            // Whom the bank or we have sent away once gets as long as transfers are paid, whichever way they take then.
            TransferReturnedAt = after.State is TransferState.Returned or TransferState.Held ? right.TransferReturnedAt ?? now : right.TransferReturnedAt,
        };
    }
}
