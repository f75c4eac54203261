using System.Collections.Concurrent;

namespace Compensation.Local.Tables;

/// <summary>
/// Brings all writes through one connection. Whoever finds nobody writing writes himself, on his own thread; what others
/// queue meanwhile is committed together in the next transaction. A write is acknowledged only after its commit.
/// </summary>
internal sealed class WriteQueue(Database database, TableDeletions deletions)
{
    private const int RowsPerCommit = 4_000;
    private readonly StoreWriter _writer = new(database, deletions);
    private readonly ConcurrentQueue<StoreCommand> _waiting = new();
    private readonly List<StoreCommand> _group = [];
    private int _writing;
    private volatile bool _stopped;

    public Task<WriteResult> RunAsync(StoreCommand command)
    {
        _waiting.Enqueue(command);
        if (_stopped)
        {
            FailWaiting();
        }
        else if (TryTakeTurn())
        {
            WriteGroup();
        }

        return command.Completion;
    }

    /// <summary>Waits for the write under way and lets no other begin; what waits then fails.</summary>
    public void Stop()
    {
        SpinWait.SpinUntil(TryTakeTurn);
        _stopped = true;
        Interlocked.MemoryBarrier();
        FailWaiting();
    }

    private void FailWaiting()
    {
        while (_waiting.TryDequeue(out StoreCommand? command))
        {
            command.Fail(new ObjectDisposedException(nameof(EmbeddedStore)));
        }
    }

    private bool TryTakeTurn() => Interlocked.CompareExchange(ref _writing, 1, 0) == 0;

    private void WriteGroup()
    {
        int rows = 0;
        while (rows < RowsPerCommit && _waiting.TryDequeue(out StoreCommand? command))
        {
            _group.Add(command);
            rows += command.Size;
        }

        if (_group.Count > 0)
        {
            Commit();
            _group.Clear();
        }

        // A full fence: whoever queues sees that the turn is free, or this thread sees what he has queued. A plain write may be seen only after the look into the queue,
        // and then nobody would take up what has been queued in between.
        Interlocked.Exchange(ref _writing, 0);
        if (!_waiting.IsEmpty && TryTakeTurn())
        {
            // The next group is another's business: this caller's own write is done.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.WriteGroup(), this, preferLocal: false);
        }
    }

    private void Commit()
    {
        try
        {
            _writer.Begin();
            foreach (StoreCommand command in _group)
            {
                command.Run(_writer);
            }

            _writer.Commit();
        }
        catch (Exception reason)
        {
            Abandon(reason);
            return;
        }

        foreach (StoreCommand command in _group)
        {
            command.Acknowledge();
        }
    }

    private void Abandon(Exception reason)
    {
        try
        {
            _writer.Rollback();
        }
        catch (IOException)
        {
            // SQLite may have rolled back by itself; then there is nothing left to undo.
        }

        foreach (StoreCommand command in _group)
        {
            command.Fail(reason);
        }
    }
}
