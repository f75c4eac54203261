namespace Compensation.Local.Runtime.Execution;

/// <summary>
/// Runs an orchestrator's code on one thread at a time and in one order, so that replay meets the same order again.
/// Continuations of durable tasks run here, also those that do not ask for a context (ConfigureAwait(false)).
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int _owner = -1;

    /// <summary>Called when a continuation comes from outside: the orchestrator has awaited something that is not durable.</summary>
    public Action? ForeignContinuation { get; set; }

    public bool IsCurrent => _owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="step"/> and everything that it makes ready.</summary>
    public void Run(Action step)
    {
        SynchronizationContext? previous = Current;
        SetSynchronizationContext(this);
        _owner = Environment.CurrentManagedThreadId;
        try
        {
            step();
            Drain();
        }
        finally
        {
            _owner = -1;
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>
    /// Completes a task while no context is current: then continuations that captured this context are queued here,
    /// and those that captured none run at once instead of on the thread pool.
    /// </summary>
    public static void Complete(Action completion)
    {
        SynchronizationContext? previous = Current;
        SetSynchronizationContext(null);
        try
        {
            completion();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    public void Drain()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_gate)
            {
                if (!_ready.TryDequeue(out next))
                {
                    return;
                }
            }

            SetSynchronizationContext(this);
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            ForeignContinuation?.Invoke();
            return;
        }

        lock (_gate)
        {
            _ready.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new InvalidOperationException("An orchestrator's code cannot be called from another thread.");
}
