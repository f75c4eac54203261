namespace Compensation.Local.Host;

/// <summary>
/// Counts the work that is under way in this process, so that a virtual clock knows when nothing can run.
/// Work is begun before it becomes runnable and ended after everything it set going has itself been begun;
/// then a count of zero means that only time can cause anything further.
/// </summary>
public sealed class WorkInProgress
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _idle;

    /// <summary>How many pieces of work are under way now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Marks one piece of work as begun. Dispose the result exactly when it has ended; a second dispose does nothing.</summary>
    public IDisposable Begin()
    {
        lock (_gate)
        {
            _count++;
        }

        return new Piece(this);
    }

    /// <summary>Completes when nothing is under way. At once, if that is so now.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private void End()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_count == 0)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        idle?.SetResult();
    }

    private sealed class Piece(WorkInProgress owner) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                owner.End();
            }
        }
    }
}
