using Azure;
using Azure.Data.Tables;

namespace Compensation.Coupons;

/// <summary>
/// Closes a shard of the ledger for good, whatever is under way elsewhere. A shard that is open holds the row <c>g:open</c>; every write of coupons
/// touches it in its own transaction and so fails as a whole once the row is gone. The row <c>g:opened</c> stays behind, so that a closed shard
/// is not taken for one that nobody has opened yet.
/// </summary>
internal sealed class LedgerGate(TableClient table)
{
    private const string Open = "g:open";
    private const string Opened = "g:opened";
    private const int NotFound = 404;
    private const int Conflict = 409;

    /// <summary>The most actions that one guarded transaction takes.</summary>
    public const int ActionsMax = 99;

    /// <summary>All of the actions, at most <see cref="ActionsMax"/>, or none.</summary>
    /// <exception cref="LedgerClosedException">The shard is closed.</exception>
    public async Task SubmitAsync(string partition, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        // Any version of the row will do: writers do not get into each other's way, only the closing stops them.
        TableTransactionAction stillOpen = new(TableTransactionActionType.UpdateMerge, new TableEntity(partition, Open), ETag.All);
        List<TableTransactionAction> guarded = [stillOpen, .. actions];
        try
        {
            await table.SubmitTransactionAsync(guarded, cancellationToken);
        }
        catch (RequestFailedException neverOpened) when (neverOpened.Status == NotFound)
        {
            await OpenAsync(partition, cancellationToken);
            await SubmitOpenedAsync(guarded, cancellationToken);
        }
    }

    /// <summary>Closes the shard. Repeating it is harmless.</summary>
    public async Task CloseAsync(string partition, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(partition, Opened), cancellationToken);
        }
        catch (RequestFailedException opened) when (opened.Status == Conflict)
        {
            await table.DeleteEntityAsync(partition, Open, ETag.All, cancellationToken);
        }
    }

    private async Task OpenAsync(string partition, CancellationToken cancellationToken)
    {
        try
        {
            TableTransactionAction[] both =
            [
                new(TableTransactionActionType.Add, new TableEntity(partition, Open)),
                new(TableTransactionActionType.Add, new TableEntity(partition, Opened)),
            ];
            await table.SubmitTransactionAsync(both, cancellationToken);
        }
        catch (RequestFailedException opened) when (opened.Status == Conflict)
        {
            // By another writer a moment ago, or it has been closed: the write itself will show.
        }
    }

    private async Task SubmitOpenedAsync(List<TableTransactionAction> guarded, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(guarded, cancellationToken);
        }
        catch (RequestFailedException closed) when (closed.Status == NotFound)
        {
            throw new LedgerClosedException(closed);
        }
    }
}

/// <summary>The cutoff has closed the ledger while it was being written to.</summary>
public sealed class LedgerClosedException(Exception inner) : Exception("The ledger has been closed by the cutoff.", inner);
