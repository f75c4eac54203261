using Azure;
using Azure.Data.Tables;

namespace Compensation.Notices;

/// <summary>
/// Two waves of reminders in one shard, each going by what it read before the other wrote, would remind somebody twice. So each claim also replaces
/// one row of the shard, as it was before the histories were read: whoever comes second claims nothing, and reads anew. Row <c>turn:reminder</c>.
/// </summary>
internal sealed class ReminderTurn(string partition, ETag? version) : IDisposable
{
    public const string RowKey = "turn:reminder";

    private readonly SemaphoreSlim _one = new(1);
    private ETag? _version = version;

    /// <summary>The chunks of one page follow each other; another page in between makes all that follow fail.</summary>
    public async Task<T?> TakeAsync<T>(Func<TableTransactionAction, Task<(T? Claimed, ETag? Turn)>> claim, CancellationToken cancellationToken)
        where T : class
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            TableEntity row = new(partition, RowKey);
            (T? claimed, ETag? turn) = await claim(_version is { } read
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, read)
                : new TableTransactionAction(TableTransactionActionType.Add, row));
            _version = claimed is null ? _version : turn;
            return claimed;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
