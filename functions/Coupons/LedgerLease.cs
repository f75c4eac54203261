using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;

namespace Compensation.Coupons;

/// <summary>
/// One file's turn at a campaign's ledger. Its rows count from <see cref="CompleteAsync"/> on, which is a single write: before it nothing of the file counts,
/// however much has been stored. While the turn lasts, its lease is renewed; a turn that was lost cannot be completed.
/// </summary>
public sealed class LedgerLease : IAsyncDisposable
{
    private readonly TableClient _table;
    private readonly LedgerGate _gate;
    private readonly LedgerTurn _turn;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly IDisposable _ended;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private ETag _version;
    private bool _completed;

    internal LedgerLease(TableClient table, LedgerTurn turn, ETag version, TimeSpan length, TimeProvider time, IDisposable ended)
    {
        (_table, _turn, _version, _length, _time, _ended) = (table, turn, version, length, time, ended);
        _gate = new LedgerGate(table);
        _renewing = RenewAsync();
    }

    /// <summary>Stands in every row that the file writes.</summary>
    public string FileId => _turn.FileId;

    /// <summary>Whether the turn is still this one's: what was read before and bears another file's mark was left behind, and will never count.</summary>
    internal async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> turn = await _table.GetEntityIfExistsAsync<TableEntity>(_turn.Partition, LedgerTurn.RowKey, cancellationToken: cancellationToken);
        return turn.HasValue && LedgerTurn.Read(turn.Value!).Attempt == _turn.Attempt;
    }

    /// <summary>Makes the file's rows count, all at once.</summary>
    /// <param name="entry">What is noted of it.</param>
    /// <exception cref="LedgerClosedException">The cutoff was first: nothing of the file counts.</exception>
    /// <exception cref="LedgerTurnLostException">Another file's turn has begun: nothing of this one counts.</exception>
    public async Task CompleteAsync(ImportEntry entry)
    {
        await StopRenewingAsync();
        TableTransactionAction[] both =
        [
            new(TableTransactionActionType.UpdateReplace, _turn.ToRow(until: DateTimeOffset.UnixEpoch), _version),
            new(TableTransactionActionType.UpsertReplace, entry.ToRow(_turn.Partition)),
        ];
        try
        {
            await _gate.SubmitAsync(_turn.Partition, both, CancellationToken.None);
            _completed = true;
        }
        catch (RequestFailedException lost) when (lost.Status == 412)
        {
            // Unless it was ourselves, and the answer did not arrive.
            TableEntity turn = await _table.GetEntityAsync<TableEntity>(_turn.Partition, LedgerTurn.RowKey);
            bool isOurs = LedgerTurn.Read(turn).Attempt == _turn.Attempt && turn.GetDateTimeOffset(LedgerTurn.Until) == DateTimeOffset.UnixEpoch;
            _completed = isOurs ? true : throw new LedgerTurnLostException(lost);
        }
    }

    /// <summary>Ends the turn. What a file that was not completed has stored does not count.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        try
        {
            if (!_completed)
            {
                await _table.UpdateEntityAsync(_turn.ToRow(until: DateTimeOffset.UnixEpoch), _version, TableUpdateMode.Replace, CancellationToken.None);
            }
        }
        catch (Exception)
        {
            // Lost already, or storage is away: it ends by itself, and must not hide why it was given up.
        }
        finally
        {
            _ended.Dispose();
            _stop.Dispose();
        }
    }

    private async Task StopRenewingAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
    }

    private async Task RenewAsync()
    {
        using PeriodicTimer timer = new(_length / 3, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Response renewed = await _table.UpdateEntityAsync(_turn.ToRow(_time.GetUtcNow() + _length), _version, TableUpdateMode.Replace, CancellationToken.None);
                _version = renewed.Headers.ETag!.Value;
            }
        }
        catch (OperationCanceledException)
        {
            // The turn has ended.
        }
        catch (Exception)
        {
            // Lost, or storage is away: completing the turn will show.
        }
    }
}

/// <summary>Another file's turn at the ledger has begun meanwhile.</summary>
public sealed class LedgerTurnLostException(Exception inner) : Exception("The import was away for too long, and another one has begun.", inner);
