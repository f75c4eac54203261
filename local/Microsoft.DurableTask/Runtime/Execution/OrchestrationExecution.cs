using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>
/// One execution of an orchestrator: fed with episodes, it answers with decisions. It knows nothing of storage or time.
/// Feeding the recorded episodes to a new execution brings it to where the old one was.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly OrchestratorThread _thread = new();
    private readonly ReplayContext _context;
    private readonly ITaskOrchestrator _orchestrator;
    private readonly DataConverter _converter;
    private readonly List<HistoryEvent> _heldBack = [];
    private Task<string?>? _main;
    private volatile bool _leftItsThread;

    public OrchestrationExecution(ExecutionStart start, ITaskOrchestrator orchestrator)
    {
        _orchestrator = orchestrator;
        _converter = start.Converter;
        _context = new ReplayContext(start, _thread);
        _thread.ForeignContinuation = LeaveThread;
    }

    /// <summary>Called, on any thread, when the orchestrator turns out to await something that is not durable.</summary>
    public Action? LeftItsThread { get; set; }

    /// <summary>Set when the execution has ended.</summary>
    public Outcome? Outcome { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>The custom status as text; null if it was not set.</summary>
    public string? CustomStatus => _context.CustomStatus;

    /// <summary>Runs over an episode that is history. A difference ends the execution as not deterministic.</summary>
    public void Replay(Episode episode)
    {
        if (Outcome is not null)
        {
            return;
        }

        Advance(episode.At, episode.Received, isReplaying: true);
        IReadOnlyList<Decision> decided = _context.TakeDecisions();
        string? difference = Outcome is not null ? $"The orchestrator has ended ({Outcome.GetType().Name}), but its history goes on."
            : FirstDifference(episode.Decided, decided);
        if (difference is not null)
        {
            Fail(new NonDeterministicOrchestrationException(
                $"Non-deterministic orchestrator detected: {difference} The code was changed while the instance ran, or it depends on something that changes between replays."));
        }
    }

    /// <summary>Runs a new episode.</summary>
    /// <returns>What the orchestrator has decided; nothing, if it was terminated or has failed as not deterministic.</returns>
    public IReadOnlyList<Decision> Run(DateTime at, IReadOnlyList<HistoryEvent> received)
    {
        if (Outcome is null)
        {
            Advance(at, received, isReplaying: false);
        }

        IReadOnlyList<Decision> decided = _context.TakeDecisions();
        return Outcome is Terminated ? [] : decided;
    }

    private static string? FirstDifference(IReadOnlyList<Decision> recorded, IReadOnlyList<Decision> replayed)
    {
        for (int i = 0; i < Math.Max(recorded.Count, replayed.Count); i++)
        {
            string? before = i < recorded.Count ? recorded[i].Identity : null;
            string? now = i < replayed.Count ? replayed[i].Identity : null;
            if (!string.Equals(before, now, StringComparison.Ordinal))
            {
                return $"the history has {before ?? "nothing"} where the code now asks for {now ?? "nothing"}.";
            }
        }

        return null;
    }

    private void Advance(DateTime at, IReadOnlyList<HistoryEvent> received, bool isReplaying)
    {
        _context.BeginEpisode(at, isReplaying);
        int next = 0;
        _thread.Run(() =>
        {
            if (_main is null && !received.Any(one => one is ExecutionTerminated))
            {
                _main = StartAsync();
                _thread.Drain();
            }

            while (next < received.Count && Outcome is null && _main?.IsCompleted != true)
            {
                Apply(received[next++]);
                _thread.Drain();
            }
        });
        Conclude([.. _heldBack, .. received.Skip(next)]);
    }

    private async Task<string?> StartAsync()
    {
        try
        {
            object? output = await _orchestrator.RunAsync(_context, _context.ReadInput(_orchestrator.InputType));
            return Payload.Write(_converter, output, "output of the orchestration");
        }
        finally
        {
            if (!_thread.IsCurrent)
            {
                LeaveThread();
            }
        }
    }

    private void LeaveThread()
    {
        _leftItsThread = true;
        LeftItsThread?.Invoke();
    }

    private void Apply(HistoryEvent received)
    {
        switch (received)
        {
            case ExecutionTerminated terminated:
                Outcome = new Terminated(terminated.Output, terminated.Recursive);
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case MessagesSeen:
                break;
            default:
                if (IsSuspended)
                {
                    _heldBack.Add(received);
                }
                else
                {
                    Deliver(received);
                }

                break;
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        while (_heldBack.Count > 0 && _main?.IsCompleted != true)
        {
            HistoryEvent held = _heldBack[0];
            _heldBack.RemoveAt(0);
            Deliver(held);
            _thread.Drain();
        }
    }

    private void Deliver(HistoryEvent received)
    {
        if (received is EventRaised raised)
        {
            _context.Mailbox.Deliver(raised);
        }
        else if (received is TaskEnded ended)
        {
            _context.Open.End(ended);
        }
    }

    private void Conclude(IReadOnlyList<HistoryEvent> undelivered)
    {
        if (Outcome is not null)
        {
            return;
        }

        if (_main?.IsCompleted == true)
        {
            Outcome = Result(undelivered);
        }
        else if (_leftItsThread || (!IsSuspended && _context.Open.Count == 0 && !_context.Mailbox.HasOpenWaiters))
        {
            Fail(new InvalidOperationException(
                "An invalid asynchronous invocation was detected: the orchestrator awaits a task that was not made by its context. Move such work into an activity."));
        }
    }

    private Outcome Result(IReadOnlyList<HistoryEvent> undelivered)
    {
        try
        {
            string? output = _main!.GetAwaiter().GetResult();
            return _context.NextGeneration is { } next
                ? new ContinuedAsNew(next.Input, Carried(next.PreserveEvents, undelivered))
                : new Completed(output);
        }
        catch (Exception failure)
        {
            return new Failed(TaskFailureDetails.FromException(failure));
        }
    }

    private List<HistoryEvent> Carried(bool preserveEvents, IReadOnlyList<HistoryEvent> undelivered) =>
    [
        .. preserveEvents ? _context.Mailbox.Unclaimed : [],
        .. undelivered.Where(received => received is EventRaised
            ? preserveEvents
            : received is ExecutionTerminated or ExecutionSuspended or ExecutionResumed),
    ];

    private void Fail(Exception failure) => Outcome = new Failed(TaskFailureDetails.FromException(failure));
}
