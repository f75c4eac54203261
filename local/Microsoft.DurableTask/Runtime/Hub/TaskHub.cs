using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Runtime.Hub;

/// <summary>
/// A task hub as its clients see it. While a worker runs in this process, clients signal it directly and read what it holds;
/// otherwise they only read and write the tables, and the next worker to start goes on from there.
/// </summary>
internal sealed class TaskHub(InstanceStore store, TimeProvider clock, WorkInProgress work, ILogger logger)
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _beforeLoading = new(1);
    private readonly string _messageSource = Guid.NewGuid().ToString("N")[..8];
    private volatile HubWorker? _worker;
    private bool _isTableThere;
    private int _messages;

    public async Task<HubWorker> StartWorkerAsync(WorkerSetup setup, CancellationToken cancellation)
    {
        using IDisposable piece = work.Begin();
        await _beforeLoading.WaitAsync(cancellation);
        try
        {
            if (_worker is not null)
            {
                throw new InvalidOperationException("A worker runs already on this task hub in this process.");
            }

            await EnsureTableAsync(cancellation);
            HubWorker worker = new(store, clock, work, setup, logger);
            await worker.LoadAsync(cancellation);
            return _worker = worker;
        }
        finally
        {
            _beforeLoading.Release();
        }
    }

    public async Task StopWorkerAsync(HubWorker worker, CancellationToken cancellation)
    {
        try
        {
            await worker.StopAsync(cancellation);
        }
        finally
        {
            worker.Dispose();
            _worker = null;
        }
    }

    /// <summary>Stores a new instance and lets it run.</summary>
    /// <param name="refusing">The states in which an instance that has this id already stays as it is.</param>
    /// <exception cref="OrchestrationAlreadyExistsException">There is one in such a state.</exception>
    public Task StartAsync(
        InstanceRecord record, IReadOnlySet<OrchestrationRuntimeStatus> refusing, CancellationToken cancellation) =>
        InTurnAsync<object?>(record.InstanceId, async worker =>
        {
            InstanceRecord owned = record with { Owner = worker?.Id ?? default };
            InstanceSession? live = worker?.Sessions.GetValueOrDefault(record.InstanceId);
            InstanceRecord? added = live is null ? await store.TryAddAsync(owned, cancellation) : null;
            if (added is null)
            {
                InstanceRecord? existing = live?.Record ?? await store.FindAsync(record.InstanceId, cancellation);
                if (live is null && worker is not null && existing is { IsFinal: false })
                {
                    live = worker.Adopt(existing);
                }

                if (existing is null || refusing.Contains(existing.Status))
                {
                    throw new OrchestrationAlreadyExistsException(record.InstanceId);
                }

                added = await store.ReplaceAsync(existing, owned, cancellation);
                if (live is not null)
                {
                    worker!.Close(live);
                }
            }

            worker?.Add(added);
            return null;
        }, cancellation);

    /// <summary>Stores a message for an instance and lets it have it.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">The instance has ended.</exception>
    public Task SendAsync(string instanceId, Func<string, HistoryEvent> message, CancellationToken cancellation) =>
        InTurnAsync<object?>(instanceId, async worker =>
        {
            InstanceSession? live = worker?.Sessions.GetValueOrDefault(instanceId);
            InstanceRecord record = live?.Record
                ?? await store.FindAsync(instanceId, cancellation)
                ?? throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
            if (record.IsFinal)
            {
                throw new InvalidOperationException($"The orchestration instance '{instanceId}' is in the {record.Status} state.");
            }

            if (live is null && worker is not null)
            {
                live = worker.Adopt(record);
            }

            string messageId = $"c:{Interlocked.Increment(ref _messages):x8}:{_messageSource}";
            string rowKey = RowKeys.Message(record.Birth, clock.GetUtcNow(), messageId);
            HistoryEvent sent = message(messageId);
            await store.AddMessageAsync(instanceId, rowKey, sent, cancellation);
            if (live is not null)
            {
                worker!.Post(live, new InboxItem(rowKey, null, [sent]));
            }

            return null;
        }, cancellation);

    public async Task<InstanceRecord?> FindAsync(string instanceId, CancellationToken cancellation)
    {
        if (_worker?.Sessions.GetValueOrDefault(instanceId) is { } live)
        {
            return live.Record;
        }

        await EnsureTableAsync(cancellation);
        return await store.FindAsync(instanceId, cancellation);
    }

    /// <summary>Waits until an instance is as wanted. Nothing is polled while a worker in this process holds the instance.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public async Task<InstanceRecord> WaitAsync(string instanceId, Func<InstanceRecord, bool> until, CancellationToken cancellation)
    {
        while (true)
        {
            if (_worker?.Sessions.GetValueOrDefault(instanceId) is { } live)
            {
                return await live.WatchAsync(until, cancellation);
            }

            InstanceRecord record = await FindAsync(instanceId, cancellation)
                ?? throw new InvalidOperationException($"Orchestration with instanceId '{instanceId}' does not exist");
            if (until(record))
            {
                return record;
            }

            await Task.Delay(PollingInterval, clock, cancellation);
        }
    }

    public async Task<(IReadOnlyList<InstanceRecord> Records, string? Continuation)> QueryAsync(
        InstanceFilter filter, bool withPayloads, int pageSize, string? continuation, CancellationToken cancellation)
    {
        await EnsureTableAsync(cancellation);
        return await store.QueryAsync(filter.ToString(), withPayloads, pageSize, continuation, cancellation);
    }

    /// <summary>Removes an instance that has ended.</summary>
    /// <returns>How many instances were removed, sub-orchestrations included.</returns>
    public async Task<int> PurgeAsync(string instanceId, bool recursive, CancellationToken cancellation)
    {
        IReadOnlyList<string> children = [];
        bool isRemoved = await InTurnAsync(instanceId, async worker =>
        {
            if (worker?.Sessions.ContainsKey(instanceId) == true
                || await store.LoadAsync(instanceId, cancellation) is not { Record.IsFinal: true } stored)
            {
                return false;
            }

            children = [.. stored.History.SelectMany(episode => episode.Decided).OfType<SubOrchestrationCreated>()
                .Select(child => child.InstanceId).Distinct(StringComparer.Ordinal)];
            await store.DeleteAsync(instanceId, cancellation);
            return true;
        }, cancellation);

        int removed = isRemoved ? 1 : 0;
        foreach (string child in recursive ? children : [])
        {
            removed += await PurgeAsync(child, recursive, cancellation);
        }

        return removed;
    }

    /// <summary>
    /// Lets one caller at a time create, address or remove an instance, and none while a worker is loading: what is stored
    /// then would be neither among what it reads nor among what it is told.
    /// </summary>
    private async Task<T> InTurnAsync<T>(string instanceId, Func<HubWorker?, Task<T>> action, CancellationToken cancellation)
    {
        using IDisposable piece = work.Begin();
        while (true)
        {
            if (_worker is { } worker)
            {
                if (worker.WhenLost.IsFaulted)
                {
                    await worker.WhenLost;
                }

                if (worker.Sessions.TryGetValue(instanceId, out InstanceSession? ending) && ending.Record.IsFinal)
                {
                    await ending.WhenClosed.WaitAsync(cancellation);
                }

                using IDisposable held = await worker.Locks.EnterAsync(instanceId, cancellation);
                if (worker.Sessions.TryGetValue(instanceId, out ending) && ending.Record.IsFinal)
                {
                    continue;
                }

                return await action(worker);
            }

            await _beforeLoading.WaitAsync(cancellation);
            try
            {
                if (_worker is null)
                {
                    await EnsureTableAsync(cancellation);
                    return await action(null);
                }
            }
            finally
            {
                _beforeLoading.Release();
            }
        }
    }

    private async Task EnsureTableAsync(CancellationToken cancellation)
    {
        if (!_isTableThere)
        {
            await store.CreateTableAsync(cancellation);
            _isTableThere = true;
        }
    }
}
