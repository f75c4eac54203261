using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local.Runtime.Hub;

/// <summary>
/// An instance that is not final, as its worker holds it: what is stored, and what has come in since.
/// One episode runs at a time; only it changes the record and the history.
/// </summary>
internal sealed class InstanceSession
{
    private const int MessagesPerEpisode = 90;

    private readonly Lock _gate = new();
    private readonly List<InboxItem> _inbox = [];
    private readonly HashSet<(Guid Execution, int TaskId)> _runningActivities = [];
    private readonly List<(Func<InstanceRecord, bool> Until, TaskCompletionSource<InstanceRecord> Reached)> _watchers = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Episode> _history = [];
    private volatile InstanceRecord _record;
    private OrchestrationExecution? _execution;
    private AsyncServiceScope? _scope;
    private bool _isScheduled;
    private bool _hasLeftItsThread;

    public InstanceSession(InstanceRecord record)
    {
        _record = record;
    }

    public InstanceSession(StoredInstance stored) : this(stored.Record)
    {
        Restore(stored);
    }

    public string InstanceId => _record.InstanceId;

    /// <summary>The record as it is stored.</summary>
    public InstanceRecord Record => _record;

    public IReadOnlyList<Episode> History => _history;

    public OpenWork Open { get; private set; } = new();

    public OrchestrationExecution? Execution => _execution;

    /// <summary>Whether what is held may differ from what is stored, because a commit has failed.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>How many attempts in a row have failed.</summary>
    public int Failures { get; set; }

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Completes when nothing of the instance remains to be done.</summary>
    public Task WhenClosed => _closed.Task;

    /// <summary>Adds what has come in.</summary>
    /// <returns>True if the caller has to schedule an episode.</returns>
    public bool Receive(InboxItem item, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (item.RowKey is null || !_inbox.Exists(known => string.Equals(known.RowKey, item.RowKey, StringComparison.Ordinal)))
            {
                _inbox.Add(item);
            }

            return TrySchedule(now);
        }
    }

    /// <summary>Takes the result of an activity that was marked as running.</summary>
    /// <returns>True if the caller has to schedule an episode.</returns>
    public bool ReceiveResult(Guid execution, TaskEnded result, DateTimeOffset now)
    {
        lock (_gate)
        {
            _runningActivities.Remove((execution, result.TaskId));
            _inbox.Add(new InboxItem(null, execution, [result]));
            return TrySchedule(now);
        }
    }

    /// <summary>Marks an activity as running, unless it is or its result has come in already.</summary>
    public bool TryBeginActivity(Guid execution, int taskId)
    {
        lock (_gate)
        {
            return !IsInInbox(execution, taskId) && _runningActivities.Add((execution, taskId));
        }
    }

    /// <summary>Whether a task's end has come in and waits for the next episode.</summary>
    public bool HasComeIn(Guid execution, int taskId)
    {
        lock (_gate)
        {
            return IsInInbox(execution, taskId);
        }
    }

    /// <summary>Forgets an activity that was not run to its end.</summary>
    public void AbandonActivity(Guid execution, int taskId)
    {
        lock (_gate)
        {
            _runningActivities.Remove((execution, taskId));
        }
    }

    /// <returns>True if the caller has to schedule an episode.</returns>
    public bool Wake(DateTimeOffset now)
    {
        lock (_gate)
        {
            return TrySchedule(now);
        }
    }

    /// <returns>True if the caller has to schedule an episode.</returns>
    public bool LeaveThread(DateTimeOffset now)
    {
        lock (_gate)
        {
            _hasLeftItsThread = true;
            return TrySchedule(now);
        }
    }

    /// <summary>Ends a scheduled turn.</summary>
    /// <returns>True if the next one has to be scheduled at once.</returns>
    public bool EndTurn(DateTimeOffset now)
    {
        lock (_gate)
        {
            _isScheduled = false;
            return TrySchedule(now);
        }
    }

    public IReadOnlyList<InboxItem> PeekInbox()
    {
        lock (_gate)
        {
            return [.. _inbox.Take(MessagesPerEpisode)];
        }
    }

    /// <summary>The rows of all messages that wait.</summary>
    public IReadOnlyList<string> WaitingRows()
    {
        lock (_gate)
        {
            return [.. _inbox.Select(item => item.RowKey).OfType<string>()];
        }
    }

    /// <summary>The events of the items that this execution has not received yet, each once.</summary>
    public (IReadOnlyList<HistoryEvent> News, bool HasLeftItsThread) NewsIn(IReadOnlyList<InboxItem> items)
    {
        OpenWork seen = new();
        List<HistoryEvent> news = [];
        HashSet<int> ended = [];
        foreach (HistoryEvent received in items
            .Where(item => item.Execution is null || item.Execution == _record.Execution)
            .SelectMany(item => item.Events))
        {
            bool isFirst = received is TaskEnded task ? ended.Add(task.TaskId) : seen.IsExpected(received);
            if (isFirst && Open.IsExpected(received))
            {
                news.Add(received);
                seen.Apply(new Episode(default, received is EventRaised ? [received] : [], []));
            }
        }

        lock (_gate)
        {
            return (news, _hasLeftItsThread);
        }
    }

    /// <summary>Takes over what an episode has committed.</summary>
    public void Advance(InstanceRecord committed, Episode? episode, IReadOnlyList<InboxItem> consumed, InboxItem? carried)
    {
        lock (_gate)
        {
            _inbox.RemoveAll(item => consumed.Contains(item));
            if (committed.Execution != _record.Execution)
            {
                _history.Clear();
                Open = new OpenWork();
                _hasLeftItsThread = false;
            }

            if (carried is not null)
            {
                _inbox.Insert(0, carried);
            }

            if (episode is not null)
            {
                _history.Add(episode);
                Open.Apply(episode);
            }

            _record = committed;
        }

        NotifyWatchers();
    }

    /// <summary>Takes over what is stored, after it was in doubt. What has come in and is not stored is kept.</summary>
    public void Restore(StoredInstance stored)
    {
        lock (_gate)
        {
            _record = stored.Record;
            _history.Clear();
            _history.AddRange(stored.History);
            Open = new OpenWork();
            _history.ForEach(Open.Apply);
            _inbox.RemoveAll(item => item.RowKey is not null);
            _inbox.InsertRange(0, stored.Inbox);
        }

        NotifyWatchers();
    }

    public void Attach(OrchestrationExecution execution, AsyncServiceScope scope)
    {
        _execution = execution;
        _scope = scope;
    }

    /// <summary>Lets go of the live execution; the history can bring it back.</summary>
    public async Task DropExecutionAsync()
    {
        if (_execution is not null)
        {
            _execution.LeftItsThread = null;
            _execution = null;
        }

        if (_scope is { } scope)
        {
            _scope = null;
            await scope.DisposeAsync();
        }
    }

    public Task<InstanceRecord> WatchAsync(Func<InstanceRecord, bool> until, CancellationToken cancellation)
    {
        TaskCompletionSource<InstanceRecord> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (until(_record))
            {
                return Task.FromResult(_record);
            }

            if (!IsClosed)
            {
                _watchers.Add((until, reached));
                return reached.Task.WaitAsync(cancellation);
            }
        }

        throw Gone();
    }

    /// <summary>Ends the session. Who still watches it, watches an instance that was replaced or removed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed.TrySetResult();
            foreach ((_, TaskCompletionSource<InstanceRecord> reached) in _watchers)
            {
                reached.TrySetException(Gone());
            }
        }
    }

    private bool IsInInbox(Guid execution, int taskId) => _inbox.Exists(item =>
        item.Execution == execution && item.Events.Any(one => one is TaskEnded ended && ended.TaskId == taskId));

    private InvalidOperationException Gone() => new($"The instance '{InstanceId}' was replaced or removed.");

    private void NotifyWatchers()
    {
        lock (_gate)
        {
            InstanceRecord record = _record;
            _watchers.RemoveAll(watcher => watcher.Until(record) && watcher.Reached.TrySetResult(record));
        }
    }

    private bool TrySchedule(DateTimeOffset now)
    {
        if (_isScheduled || IsClosed || !HasWork(now))
        {
            return false;
        }

        _isScheduled = true;
        return true;
    }

    private bool HasWork(DateTimeOffset now)
    {
        if (_record.IsFinal)
        {
            return false;
        }

        bool isStarted = _history.Count > 0;
        bool mayRun = isStarted || _record.StartAt is null || _record.StartAt <= now;
        return mayRun
            ? !isStarted || _inbox.Count > 0 || _hasLeftItsThread
            : _inbox.Exists(item => item.Events.Any(one => one is ExecutionTerminated));
    }
}
