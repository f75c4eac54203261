using System.Collections.Concurrent;
using Azure;
using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Runtime.Hub;

/// <summary>
/// Runs a hub's instances in this process. It knows every instance that is not final; so nothing is ever polled:
/// messages, results and timers signal the instance directly, and only what must survive a crash is stored first.
/// </summary>
internal sealed partial class HubWorker : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InstanceStore _store;
    private readonly TimeProvider _clock;
    private readonly WorkerSetup _setup;
    private readonly ILogger _logger;
    private readonly EpisodeRunner _episodeRunner;
    private readonly ActivityRunner _activityRunner;
    private readonly Effects _effects;
    private readonly WorkQueue<InstanceSession> _episodes;
    private readonly WorkQueue<ActivityCall> _activities;
    private volatile bool _isStopping;

    public HubWorker(InstanceStore store, TimeProvider clock, WorkInProgress work, WorkerSetup setup, ILogger logger)
    {
        _store = store;
        _clock = clock;
        _setup = setup;
        _logger = logger;
        Timers = new TimerWheel(clock, work);
        _episodeRunner = new EpisodeRunner(store, clock, setup, LeftItsThread);
        _activityRunner = new ActivityRunner(setup, logger);
        _effects = new Effects(this, store, clock, logger);
        _episodes = new WorkQueue<InstanceSession>(work, RunTurnAsync);
        _activities = new WorkQueue<ActivityCall>(work, RunActivityAsync);
    }

    /// <summary>The instances that are not final, and those that are but still have something to deliver.</summary>
    public ConcurrentDictionary<string, InstanceSession> Sessions { get; } = new(StringComparer.Ordinal);

    public KeyedLocks Locks { get; } = new();

    public TimerWheel Timers { get; }

    /// <summary>Fails if another worker has taken the hub over.</summary>
    public Task WhenLost => _lost.Task;

    /// <summary>What instances added by this worker say who owns them.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Takes the hub over and goes on with all that is stored.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        ConcurrentBag<(InstanceSession Session, StoredInstance Stored)> loaded = [];
        await Parallel.ForEachAsync(
            await _store.ListOpenAsync(cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
            async (instanceId, stop) =>
            {
                if (await _store.LoadAsync(instanceId, stop) is { } stored)
                {
                    stored = stored with { Record = await _store.ClaimAsync(stored.Record, Id, stop) };
                    InstanceSession session = new(stored);
                    Sessions[instanceId] = session;
                    loaded.Add((session, stored));
                }
            });

        foreach ((InstanceSession session, StoredInstance stored) in loaded.OrderBy(one => one.Session.InstanceId, StringComparer.Ordinal))
        {
            await _effects.ResumeAsync(session, stored, cancellation);
        }

        _activities.Start(_setup.Options.Concurrency.MaximumConcurrentActivityWorkItems);
        _episodes.Start(_setup.Options.Concurrency.MaximumConcurrentOrchestrationWorkItems);
    }

    /// <summary>Takes no new activities, waits for those that run, and stores what they have brought.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _isStopping = true;
        await _activities.StopAsync().WaitAsync(cancellation);
        await _episodes.DrainAsync().WaitAsync(cancellation);
        await _episodes.StopAsync().WaitAsync(cancellation);
    }

    public void Dispose() => Timers.Dispose();

    /// <summary>Begins to run an instance that has just been stored.</summary>
    public InstanceSession Add(InstanceRecord record)
    {
        InstanceSession session = new(record);
        Sessions[record.InstanceId] = session;
        _effects.Begin(session);
        return session;
    }

    /// <summary>Takes in an instance that is stored although the answer to its storing was lost.</summary>
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
            _episodes.Add(session);
        }
    }

    public void Wake(InstanceSession session)
    {
        if (session.Wake(_clock.GetUtcNow()))
        {
            _episodes.Add(session);
        }
    }

    public void RunActivity(InstanceSession session, Guid execution, ActivityScheduled call)
    {
        if (session.TryBeginActivity(execution, call.TaskId))
        {
            _activities.Add(new ActivityCall(session, execution, call));
        }
    }

    /// <summary>Forgets an instance of which nothing remains to be done.</summary>
    public void Close(InstanceSession session)
    {
        _effects.CancelTimers(session, session.Open.Decisions);
        Timers.Cancel(session, Effects.StartTimer);
        Sessions.TryRemove(new KeyValuePair<string, InstanceSession>(session.InstanceId, session));
        session.Close();
    }

    private void LeftItsThread(InstanceSession session)
    {
        if (session.LeaveThread(_clock.GetUtcNow()))
        {
            _episodes.Add(session);
        }
    }

    private async Task RunActivityAsync(ActivityCall call)
    {
        if (await _activityRunner.RunAsync(call, () => _isStopping) is not { } result)
        {
            call.Session.AbandonActivity(call.Execution, call.Call.TaskId);
        }
        else if (call.Session.ReceiveResult(call.Execution, result, _clock.GetUtcNow()))
        {
            _episodes.Add(call.Session);
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

            if (!session.IsClosed && !session.Record.IsFinal && await _episodeRunner.RunAsync(session) is { } committed)
            {
                await _effects.ApplyAsync(session, committed);
            }

            session.Failures = 0;
        }
        catch (Exception failure)
        {
            await TryAgainLaterAsync(session, failure);
            return;
        }

        if (session.EndTurn(_clock.GetUtcNow()))
        {
            _episodes.Add(session);
        }
    }

    private async Task RestoreAsync(InstanceSession session)
    {
        StoredInstance? stored = await _store.LoadAsync(session.InstanceId, default);
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
        await _effects.ResumeAsync(session, stored, default);
        session.IsInDoubt = false;
    }

    private async Task TryAgainLaterAsync(InstanceSession session, Exception failure)
    {
        session.IsInDoubt = true;
        await session.DropExecutionAsync();
        if (failure is HubLostException)
        {
            _isStopping = true;
            HubIsLost(_logger, failure);
            _lost.TrySetException(failure);
            return;
        }

        TurnFailed(_logger, failure, session.InstanceId, (failure as RequestFailedException)?.Status ?? 0);
        if (!_isStopping)
        {
            TimeSpan delay = FirstRetry * Math.Pow(2, Math.Min(session.Failures++, 10));
            Timers.Set(session, "retry", _clock.GetUtcNow() + (delay < LongestRetry ? delay : LongestRetry), () => _episodes.Add(session));
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "An episode of instance {InstanceId} could not be stored (status {Status}). It is repeated from what is stored.")]
    private static partial void TurnFailed(ILogger logger, Exception failure, string instanceId, int status);

    [LoggerMessage(EventId = 3, Level = LogLevel.Critical, Message = "This worker stops: another one has taken its task hub over.")]
    private static partial void HubIsLost(ILogger logger, Exception failure);
}

/// <summary>Another process has taken the task hub over.</summary>
internal sealed class HubLostException() : Exception(
    "Another process has started on this task hub. Only one may run a task hub at a time; this one stops.");
