using System.Collections.Concurrent;
using Azure;
using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// Runs a hub's instances in this process. It knows every instance that is not final; so nothing is ever polled:
/// messages, results and timers signal the instance directly, and only what must survive a crash is stored first.
/// </summary>
internal sealed partial class TaskHub : IDisposable
{
    private const int LoadedAtATime = 8;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly InstanceStore _store;
    private readonly TimeProvider _clock;
    private readonly DurableEngineOptions _options;
    private readonly ILogger _logger;
    private readonly EpisodeRunner _episodeRunner;
    private readonly ActivityRunner _activityRunner;
    private readonly Effects _effects;
    private readonly WorkQueue<InstanceSession> _turns;
    private readonly WorkQueue<ActivityCall> _activities;

    public TaskHub(
        InstanceStore store, IDurableFunctions functions, DurableEngineOptions options, TimeProvider clock, WorkInProgress work, ILogger logger)
    {
        _store = store;
        _clock = clock;
        _options = options;
        _logger = logger;
        Timers = new TimerWheel(clock, work);
        Children = new Children(this, store, clock);
        _episodeRunner = new EpisodeRunner(store, clock, new Orchestrators(store, functions, options.SessionIdleTime));
        _activityRunner = new ActivityRunner(functions, logger);
        _effects = new Effects(this, store, clock, options, logger);
        _turns = new WorkQueue<InstanceSession>(work, RunTurnAsync);
        _activities = new WorkQueue<ActivityCall>(work, RunActivityAsync);
    }

    /// <summary>The instances that are not final, and those that are but still have something to deliver.</summary>
    public ConcurrentDictionary<string, InstanceSession> Sessions { get; } = new(StringComparer.Ordinal);

    public KeyedLocks Locks { get; } = new();

    public TimerWheel Timers { get; }

    public Children Children { get; }

    /// <summary>Fails if another engine has taken the hub over.</summary>
    public Task WhenLost => _lost.Task;

    /// <summary>Cancelled when the hub takes up nothing new any more.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>What instances of this hub say who owns them.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Takes the hub over and goes on with all that is stored.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await _store.CreateTableAsync(cancellation);
        ConcurrentBag<(InstanceSession Session, StoredInstance Stored)> loaded = [];
        await Parallel.ForEachAsync(
            _store.ListOpenAsync(cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = LoadedAtATime, CancellationToken = cancellation },
            async (instanceId, stop) =>
            {
                if (await _store.LoadAsync(instanceId, stop) is { } stored)
                {
                    stored = stored with { Record = await _store.ClaimAsync(stored.Record, Id, stop) };
                    InstanceSession session = new(stored.Record);
                    session.Restore(stored);
                    Sessions[instanceId] = session;
                    loaded.Add((session, stored));
                }
            });

        // Those that have ended are let go of first: others may wait for that.
        foreach ((InstanceSession session, StoredInstance stored) in loaded.OrderByDescending(one => one.Stored.Record.IsFinal).ThenBy(one => one.Session.InstanceId, StringComparer.Ordinal))
        {
            await _effects.ResumeAsync(session, stored);
        }

        _activities.Start(_options.MostActivities);
        _turns.Start(_options.MostOrchestrators);
    }

    /// <summary>Takes no new activities, waits for those that run, and stores what they have brought.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _activities.StopAsync().WaitAsync(cancellation);
        await _turns.DrainAsync().WaitAsync(cancellation);
        await _turns.StopAsync().WaitAsync(cancellation);
    }

    /// <summary>Takes up nothing any more, and waits for nothing.</summary>
    public void Dispose()
    {
        Timers.Dispose();
        _stopping.Cancel();
        _ = _activities.StopAsync();
        _ = _turns.StopAsync();
    }

    /// <summary>Begins to run an instance that has just been stored.</summary>
    public void Add(InstanceRecord record)
    {
        InstanceSession session = new(record);
        Sessions[record.InstanceId] = session;
        _effects.Begin(session);
    }

    /// <summary>Takes in an instance that is or may be stored, although the answer to its storing was lost.</summary>
    public InstanceSession Adopt(InstanceRecord record)
    {
        InstanceSession session = new(record) { IsInDoubt = true };
        Sessions[record.InstanceId] = session;
        Wake(session);
        return session;
    }

    public void Post(InstanceSession session, InboxItem item)
    {
        if (session.Receive(item, _clock.GetUtcNow()))
        {
            _turns.Add(session);
        }
    }

    public void Wake(InstanceSession session)
    {
        if (session.Wake(_clock.GetUtcNow()))
        {
            _turns.Add(session);
        }
    }

    public void RunActivity(InstanceSession session, HistoryEvent scheduled)
    {
        Guid execution = session.Record.Execution;
        if (session.TryBeginActivity(execution, scheduled.EventId))
        {
            _activities.Add(new ActivityCall(session, execution, scheduled));
        }
    }

    /// <summary>Forgets an instance of which nothing remains to be done.</summary>
    public void Close(InstanceSession session)
    {
        _effects.Forget(session);
        Sessions.TryRemove(new KeyValuePair<string, InstanceSession>(session.InstanceId, session));
        session.Close();
    }

    /// <summary>
    /// Waits until an instance that has ended is let go of. If that takes too long (its own next attempt may need what the caller holds: its turn, or the standing clock), the caller
    /// is to try again later.
    /// </summary>
    /// <exception cref="TimeoutException">It has not been within half a minute.</exception>
    public async Task WhenClosedAsync(InstanceSession ending, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Stopping);
        await ending.WhenClosed.WaitAsync(LongestClosing, either.Token);
    }

    private async Task RunActivityAsync(ActivityCall call)
    {
        if (await _activityRunner.RunAsync(call, _stopping.Token) is not { } end)
        {
            call.Session.AbandonActivity(call.Execution, call.Scheduled.EventId);
        }
        else if (call.Session.ReceiveResult(call.Execution, call.Scheduled.EventId, end, _clock.GetUtcNow()))
        {
            _turns.Add(call.Session);
        }
    }

    private async Task RunTurnAsync(InstanceSession session)
    {
        try
        {
            if (session.IsInDoubt)
            {
                await RestoreAsync(session);
            }

            if (!session.IsClosed && !session.Record.IsFinal && await _episodeRunner.RunAsync(session, _stopping.Token) is { } committed)
            {
                await _effects.ApplyAsync(session, committed);
            }

            session.Failures = 0;
        }
        catch (Exception failure)
        {
            TryAgainLater(session, failure);
            return;
        }

        if (session.EndTurn(_clock.GetUtcNow()))
        {
            _turns.Add(session);
        }
    }

    private async Task RestoreAsync(InstanceSession session)
    {
        session.IsInDoubt = false;
        StoredInstance? stored = await _store.LoadAsync(session.InstanceId);
        if (stored is null || stored.Record.Birth != session.Record.Birth)
        {
            Close(session);
            return;
        }

        if (stored.Record.Owner != Id)
        {
            throw new HubLostException();
        }

        session.Restore(stored);
        await _effects.ResumeAsync(session, stored);
    }

    private void TryAgainLater(InstanceSession session, Exception failure)
    {
        session.IsInDoubt = true;
        if (failure is HubLostException)
        {
            HubIsLost(_logger, failure);
            _stopping.Cancel();
            _lost.TrySetException(failure);
        }
        else if (!_stopping.IsCancellationRequested)
        {
            TurnFailed(_logger, failure, session.InstanceId, (failure as RequestFailedException)?.Status ?? 0);
            TimeSpan delay = FirstRetry * Math.Pow(2, Math.Min(session.Failures++, 10));
            Timers.Set(session, "retry", _clock.GetUtcNow() + (delay < LongestRetry ? delay : LongestRetry), () => _turns.Add(session));
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "An episode of instance {InstanceId} could not be stored (status {Status}). It is repeated from what is stored.")]
    private static partial void TurnFailed(ILogger logger, Exception failure, string instanceId, int status);

    [LoggerMessage(EventId = 3, Level = LogLevel.Critical, Message = "This engine stops: another one has taken its task hub over.")]
    private static partial void HubIsLost(ILogger logger, Exception failure);
}

/// <summary>Another process has taken the task hub over.</summary>
internal sealed class HubLostException() : Exception(
    "Another process has started on this task hub. Only one may run a task hub at a time; this one stops.");
