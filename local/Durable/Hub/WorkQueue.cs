using Compensation.Local.Host;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// Runs items in their order, a limited number at a time. An item counts as work in progress from when it is added.
/// </summary>
internal sealed class WorkQueue<T>(WorkInProgress work, Func<T, Task> run)
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Item, IDisposable Work)> _waiting = new();
    private TaskCompletionSource? _drained;
    private int _limit;
    private int _running;
    private bool _stopped;

    public void Start(int limit)
    {
        lock (_gate)
        {
            _limit = limit;
            for (int i = 0; i < Math.Min(limit, _waiting.Count); i++)
            {
                BeginLoop();
            }
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _waiting.Enqueue((item, work.Begin()));
            if (_running < _limit)
            {
                BeginLoop();
            }
        }
    }

    /// <summary>Drops what waits and waits for what runs.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_waiting.TryDequeue(out (T Item, IDisposable Work) dropped))
            {
                dropped.Work.Dispose();
            }
        }

        return DrainAsync();
    }

    /// <summary>Completes when nothing waits or runs.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    // Not Task.Run: what is queued must not inherit the ambient state (logging scopes, activities) of whoever queues it.
    private void BeginLoop()
    {
        _running++;
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (TryTake(out (T Item, IDisposable Work) next))
        {
            using (next.Work)
            {
                await run(next.Item);
            }
        }
    }

    private bool TryTake(out (T Item, IDisposable Work) next)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out next))
            {
                return true;
            }

            if (--_running == 0)
            {
                _drained?.SetResult();
                _drained = null;
            }

            return false;
        }
    }
}
