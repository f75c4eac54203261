using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// An instance that is not final, as its engine holds it: what is stored, and what has come in since.
/// One episode runs at a time; only it changes the record and what is open.
/// </summary>
internal sealed class InstanceSession(InstanceRecord record)
{
    private const int MessagesPerEpisode = 90;

    private readonly Lock _gate = new();
    private readonly List<InboxItem> _inbox = [];
    private readonly HashSet<(Guid Execution, int TaskId)> _runningActivities = [];
    private readonly List<(Func<InstanceRecord, bool> Until, TaskCompletionSource<InstanceRecord?> Reached)> _watchers = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile InstanceRecord _record = record;
    private volatile bool _isInDoubt;
    private bool _isScheduled;

    public string InstanceId => _record.InstanceId;

    /// <summary>The record as it is stored.</summary>
    public InstanceRecord Record => _record;

    public OpenWork Open { get; private set; } = new();

    /// <summary>The episodes of this execution; null if they have to be read from the storage.</summary>
    public List<HistoryEvent>? History { get; set; } = [];

    /// <summary>Whether the worker has the execution in its memory, exactly as it is stored.</summary>
    public bool IsHeldByWorker { get; set; }

    /// <summary>Whether what is held may differ from what is stored, because an answer of the storage was lost.</summary>
    public bool IsInDoubt { get => _isInDoubt; set => _isInDoubt = value; }

    /// <summary>How many attempts in a row have failed.</summary>
    public int Failures { get; set; }

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Completes when nothing of the instance remains to be done.</summary>
    public Task WhenClosed => _closed.Task;

    /// <summary>Adds what has come in.</summary>
    /// <returns>True if the caller has to schedule a turn.</returns>
    public bool Receive(InboxItem item, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (item.RowKeys.Count == 0 || !_inbox.Exists(known => known.RowKeys.Contains(item.RowKeys[0], StringComparer.Ordinal)))
            {
                _inbox.Add(item);
            }

            return TrySchedule(now);
        }
    }

    /// <summary>Takes the result of an activity that was marked as running.</summary>
    /// <returns>True if the caller has to schedule a turn.</returns>
    public bool ReceiveResult(Guid execution, int taskId, HistoryEvent result, DateTimeOffset now)
    {
        lock (_gate)
        {
            _runningActivities.Remove((execution, taskId));
            _inbox.Add(InboxItem.EndOfTask(execution, result));
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

    /// <returns>True if the caller has to schedule a turn.</returns>
    public bool Wake(DateTimeOffset now)
    {
        lock (_gate)
        {
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
            return [.. _inbox.SelectMany(item => item.RowKeys)];
        }
    }

    /// <summary>The events of the items that this execution has not received yet, each once, and from whom it has heard then.</summary>
    public (IReadOnlyList<HistoryEvent> News, Heard Heard) NewsIn(IReadOnlyList<InboxItem> items)
    {
        List<HistoryEvent> news = [];
        HashSet<int> ended = [];
        Heard heard = _record.Heard;
        foreach (InboxItem item in items.Where(item => item.Execution is null || item.Execution == _record.Execution))
        {
            if (item.Source is { } source)
            {
                if (heard.Includes(source))
                {
                    continue;
                }

                heard = heard.With(source);
            }

            news.AddRange(item.Events.Where(one => one.EndedTask() is not { } task || (Open.Has(task) && ended.Add(task))));
        }

        return (news, heard);
    }

    /// <summary>Takes over what an episode has committed.</summary>
    public void Advance(InstanceRecord committed, HistoryChunk? episode, IReadOnlyList<InboxItem> consumed, InboxItem? carried)
    {
        lock (_gate)
        {
            _inbox.RemoveAll(item => consumed.Contains(item));
            if (committed.Execution != _record.Execution)
            {
                (Open, History, IsHeldByWorker) = (new OpenWork(), [], false);
            }

            if (carried is not null)
            {
                _inbox.Insert(0, carried);
            }

            if (episode is not null)
            {
                History?.AddRange(episode.Events);
                Open.Apply(episode.Events);
            }

            _record = committed;
        }

        NotifyWatchers();
    }

    /// <summary>Takes over what is stored. What has come in and is not stored is kept.</summary>
    public void Restore(StoredInstance stored)
    {
        lock (_gate)
        {
            _record = stored.Record;
            (Open, History, IsHeldByWorker) = (new OpenWork(), [.. stored.History], false);
            Open.Apply(stored.History);
            _inbox.RemoveAll(item => item.RowKeys.Count > 0);
            _inbox.InsertRange(0, stored.Inbox);
        }

        NotifyWatchers();
    }

    /// <returns>The record as soon as it is as wanted; null if the instance is replaced or removed before.</returns>
    public Task<InstanceRecord?> WatchAsync(Func<InstanceRecord, bool> until, CancellationToken cancellation)
    {
        TaskCompletionSource<InstanceRecord?> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (until(_record) || IsClosed)
            {
                return Task.FromResult(until(_record) ? _record : null);
            }

            _watchers.Add((until, reached));
        }

        return reached.Task.WaitAsync(cancellation);
    }

    /// <summary>Ends the session. Who still watches it, watches an instance that was replaced or removed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed.TrySetResult();
            _watchers.ForEach(watcher => watcher.Reached.TrySetResult(null));
        }
    }

    private bool IsInInbox(Guid execution, int taskId) =>
        _inbox.Exists(item => item.Execution == execution && item.Events.Any(one => one.EndedTask() == taskId));

    private void NotifyWatchers()
    {
        lock (_gate)
        {
            InstanceRecord now = _record;
            _watchers.RemoveAll(watcher => watcher.Until(now) && watcher.Reached.TrySetResult(now));
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
        if (_isInDoubt)
        {
            return true;
        }

        if (_record.IsFinal)
        {
            return false;
        }

        bool isStarted = _record.HistoryRows > 0;
        return isStarted || _record.StartAt is null || _record.StartAt <= now
            ? !isStarted || _inbox.Count > 0
            : _inbox.Exists(item => item.Events.Any(one => one.ExecutionTerminated is not null));
    }
}
