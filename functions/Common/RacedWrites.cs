using Azure;
using Azure.Data.Tables;

namespace Compensation.Common;

/// <summary>Writes that somebody else may have been quicker with.</summary>
public static class RacedWrites
{
    /// <summary>All of the actions, or none.</summary>
    /// <returns>False where somebody was quicker: a row to be added was there, or one to be changed had changed.</returns>
    public static async Task<bool> TrySubmitAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException quicker) when (quicker.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Deletes up to a hundred rows of one partition in one transaction, or one by one where one of them is gone already.</summary>
    public static async Task TryDeleteAllAsync(this TableClient table, IReadOnlyCollection<TableEntity> rows, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            foreach (TableEntity row in rows)
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            }
        }
    }
}
