using Azure;
using Azure.Data.Tables;

namespace Compensation.Common.Files;

/// <summary>
/// One file's turn. While it lasts, its lease is renewed; one that was lost stops the work that is done under it, and cannot be completed. What a file has written that does not
/// come to its end is on the list of imports as begun.
/// </summary>
public sealed class ImportLease : IAsyncDisposable
{
    private readonly TableClient _table;
    private readonly ImportTurn _turn;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly IDisposable _ended;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewing;
    private ETag _version;
    private bool _completed;
    private bool _isUnfinished;
    private bool _isDisposed;

    internal ImportLease(TableClient table, ImportTurn turn, ETag version, TimeSpan length, TimeProvider time, IDisposable ended)
    {
        (_table, _turn, _version, _length, _time, _ended) = (table, turn, version, length, time, ended);
        _renewing = RenewAsync();
    }

    /// <summary>The file's name in the book.</summary>
    public string FileId => _turn.FileId;

    /// <summary>Whether the turn is still this one's: what was read before and bears another file's mark was left behind, and will never count.</summary>
    internal async Task<bool> IsHeldAsync(CancellationToken cancellationToken) => await ReadOwnAsync(cancellationToken) is not null;

    /// <summary>Writes what counts row by row, as long as the turn lasts.</summary>
    /// <exception cref="ImportTurnLostException">Another file's turn may have begun: the rest is not written.</exception>
    public async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        _isUnfinished = true;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            return await write(either.Token);
        }
        catch (OperationCanceledException stopped) when (_lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ImportTurnLostException(stopped);
        }
    }

    /// <summary>Notes the file as taken in, and ends the turn; only ends it, where the file changed nothing.</summary>
    /// <param name="hasChanged">Whether it did. What an earlier try of the same file did that broke off is noted all the same.</param>
    /// <param name="counts">What it came to.</param>
    /// <exception cref="ImportTurnLostException">Another file's turn has begun.</exception>
    public async Task CompleteAsync(bool hasChanged, IReadOnlyDictionary<string, long> counts)
    {
        if (hasChanged || await HasBrokenOffAsync())
        {
            ImportEntry entry = new(_turn.FileId, _turn.Work.Kind, _turn.Work.File, _turn.Work.Sha256!, _turn.Work.By, _time.GetUtcNow(), counts);
            await CompleteAsync(entry, (_, actions) => _table.SubmitTransactionAsync(actions));
        }

        _isUnfinished = false;
    }

    /// <summary>The same with what is noted, and through a door that may refuse it: both in one transaction where they lie together.</summary>
    /// <param name="entry">What is noted.</param>
    /// <param name="submit">Submits actions of one partition.</param>
    internal async Task CompleteAsync(ImportEntry entry, Func<string, TableTransactionAction[], Task> submit)
    {
        await StopRenewingAsync();
        TableTransactionAction end = new(TableTransactionActionType.UpdateReplace, _turn.ToRow(ImportTurn.Ended), _version);
        TableTransactionAction note = new(TableTransactionActionType.UpsertReplace, entry.ToRow(_turn.Book));
        if (_turn.Book != _turn.Partition)
        {
            // They cannot be written together. Everything that the file holds is in: whoever comes next, however soon, finds all of it.
            await submit(_turn.Book, [note]);
            _completed = await _table.TrySubmitAsync([end], CancellationToken.None);
            return;
        }

        try
        {
            await submit(_turn.Partition, [end, note]);
            _completed = true;
        }
        catch (RequestFailedException lost) when (lost.Status == 412)
        {
            // Unless it was ourselves, and the answer did not arrive.
            _completed = await ReadOwnAsync(CancellationToken.None) is { } own && own.GetDateTimeOffset(ImportTurn.Until) == ImportTurn.Ended ? true : throw new ImportTurnLostException(lost);
        }
    }

    /// <summary>Ends the turn. What was begun and not completed is noted as broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await StopRenewingAsync();
        try
        {
            if (!_completed)
            {
                await GiveUpAsync();
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
            _lost.Dispose();
        }
    }

    /// <summary>Whether the same file was begun before, and no try has come to its end.</summary>
    private async Task<bool> HasBrokenOffAsync()
    {
        List<ImportStanding> tries = await ImportBook.ReadAsync(_table, _turn.Book, CancellationToken.None)
            .Where(file => file.Kind == _turn.Work.Kind && string.Equals(file.Sha256, _turn.Work.Sha256, StringComparison.Ordinal)).Select(file => file.Standing).ToListAsync();
        return tries.Count > 0 && !tries.Contains(ImportStanding.Completed);
    }

    private async Task GiveUpAsync()
    {
        if (_isUnfinished && _turn.ToEntry(ImportStanding.BrokenOff) is { } begun)
        {
            await _table.AddEntityAsync(begun.ToRow(_turn.Book), CancellationToken.None);
        }

        await _table.UpdateEntityAsync(_turn.ToRow(ImportTurn.Ended), _version, TableUpdateMode.Replace, CancellationToken.None);
    }

    private async Task StopRenewingAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
    }

    /// <summary>Storage that is away for a moment loses nothing; for as long as the lease, somebody else may have begun.</summary>
    private async Task RenewAsync()
    {
        using PeriodicTimer timer = new(_length / 3, _time);
        long renewedAt = _time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                long now = _time.GetTimestamp();
                if (await TryRenewAsync())
                {
                    renewedAt = now;
                }
                else if (_lost.IsCancellationRequested || _time.GetElapsedTime(renewedAt) >= _length)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The turn has ended.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            Response renewed = await _table.UpdateEntityAsync(_turn.ToRow(_time.GetUtcNow() + _length), _version, TableUpdateMode.Replace, CancellationToken.None);
            _version = renewed.Headers.ETag!.Value;
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return await TryTakeUpAsync();
        }
        catch (Exception)
        {
            // Whatever it was, the next try or the lease's end decides.
            return false;
        }
    }

    /// <summary>It was ourselves, and the answer did not arrive; or the turn is lost.</summary>
    private async Task<bool> TryTakeUpAsync()
    {
        try
        {
            if (await ReadOwnAsync(CancellationToken.None) is { } own)
            {
                _version = own.ETag;
                return true;
            }

            await _lost.CancelAsync();
            return false;
        }
        catch (RequestFailedException)
        {
            return false;
        }
    }

    private async Task<TableEntity?> ReadOwnAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(_turn.Partition, ImportTurn.RowKeyOf(_turn.Work.Kind), cancellationToken: cancellationToken);
        return row.HasValue && ImportTurn.Read(row.Value!).Attempt == _turn.Attempt ? row.Value : null;
    }
}

/// <summary>Another file's turn has begun meanwhile, or may have.</summary>
public sealed class ImportTurnLostException(Exception inner) : Exception("The import was away for too long, and another one has begun.", inner);
