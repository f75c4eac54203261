using System.Globalization;
using Compensation.Local.Durable.Storage;
using Compensation.Local.Host;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>What has become of a message to an instance.</summary>
internal enum Delivery
{
    Kept,
    NoSuchInstance,
    InstanceHasEnded,
}

/// <summary>A hub's instances as its clients see them.</summary>
internal sealed class Instances(TaskHub hub, InstanceStore store, TimeProvider clock, WorkInProgress work)
{
    private readonly string _source = Guid.NewGuid().ToString("N")[..8];
    private int _messages;

    /// <summary>Stores a new instance and lets it run.</summary>
    /// <param name="record">The instance.</param>
    /// <param name="mayReplace">Whether it may take the place of one that has its id and is in this state.</param>
    /// <param name="cancellation">Ends the wait for the instance's turn.</param>
    /// <returns>False if the id is taken.</returns>
    public Task<bool> TryStartAsync(InstanceRecord record, Func<OrchestrationStatus, bool> mayReplace, CancellationToken cancellation) =>
        InTurnAsync(record.InstanceId, async () =>
        {
            InstanceRecord owned = record with { Owner = hub.Id };
            InstanceSession? live = hub.Sessions.GetValueOrDefault(record.InstanceId);
            InstanceRecord? existing = live?.Record ?? await AddAsync(owned);
            if (existing is null)
            {
                return true;
            }

            if (!existing.IsFinal)
            {
                live ??= hub.Adopt(existing);
            }

            if (!mayReplace(existing.Status))
            {
                return false;
            }

            InstanceRecord added = await store.ReplaceAsync(existing, owned);
            if (live is not null)
            {
                hub.Close(live);
            }

            hub.Add(added);
            return true;
        }, cancellation);

    /// <summary>Stores a message for an instance and lets it have it.</summary>
    public Task<Delivery> SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellation) =>
        InTurnAsync(instanceId, async () =>
        {
            if (await FindHereAsync(instanceId) is not { } record)
            {
                return Delivery.NoSuchInstance;
            }

            if (record.IsFinal)
            {
                return Delivery.InstanceHasEnded;
            }

            if (!hub.Sessions.TryGetValue(instanceId, out InstanceSession? live))
            {
                // It has ended between the two looks.
                return Delivery.InstanceHasEnded;
            }

            string id = string.Create(CultureInfo.InvariantCulture, $"c:{Interlocked.Increment(ref _messages):x8}:{_source}");
            string rowKey = RowKeys.Message(record.Birth, clock.GetUtcNow(), id);
            try
            {
                await store.AddMessageAsync(instanceId, rowKey, message);
            }
            catch
            {
                // It may be stored nevertheless, and is to be found then.
                live.IsInDoubt = true;
                hub.Wake(live);
                throw;
            }

            hub.Post(live, InboxItem.Message(rowKey, message));
            return Delivery.Kept;
        }, cancellation);

    public async Task<InstanceRecord?> FindAsync(string instanceId) =>
        hub.Sessions.GetValueOrDefault(instanceId)?.Record ?? await store.FindAsync(instanceId);

    /// <summary>Waits until an instance is as wanted.</summary>
    /// <returns>Null if there is no such instance, or it is replaced or removed before.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up, or the engine stops.</exception>
    public async Task<InstanceRecord?> WaitAsync(string instanceId, Func<InstanceRecord, bool> until, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, hub.Stopping);
        while (true)
        {
            if (hub.Sessions.TryGetValue(instanceId, out InstanceSession? live))
            {
                return await live.WatchAsync(until, either.Token);
            }

            InstanceRecord? record = await InTurnAsync(instanceId, () => FindHereAsync(instanceId), either.Token);
            if (record is null or { IsFinal: true })
            {
                return record is not null && until(record) ? record : null;
            }
        }
    }

    public Task<(IReadOnlyList<InstanceRecord> Records, string? Continuation)> QueryAsync(
        InstanceFilter filter, bool withPayloads, int pageSize, string? continuation, CancellationToken cancellation) =>
        store.QueryAsync(filter, withPayloads, pageSize, continuation, cancellation);

    /// <summary>The history of an instance's present execution, or of its last one; null if there is no such instance.</summary>
    public async Task<IReadOnlyList<HistoryEvent>?> ReadHistoryAsync(string instanceId)
    {
        if (await FindAsync(instanceId) is not { } record)
        {
            return null;
        }

        List<HistoryEvent> history = [.. await store.ReadHistoryAsync(record)];
        history.Insert(Math.Min(1, history.Count), record.Started());
        history[Math.Min(1, history.Count - 1)].Timestamp = history[0].Timestamp;
        return history;
    }

    /// <summary>Removes an instance that has ended.</summary>
    /// <returns>How many instances were removed, sub-orchestrations included.</returns>
    public async Task<int> PurgeAsync(string instanceId, bool recursive, CancellationToken cancellation)
    {
        IReadOnlyList<string> children = [];
        bool isRemoved = await InTurnAsync(instanceId, async () =>
        {
            if (hub.Sessions.ContainsKey(instanceId) || await store.LoadAsync(instanceId, cancellation) is not { Record.IsFinal: true } stored)
            {
                return false;
            }

            children = [.. stored.History.Select(one => one.SubOrchestrationInstanceCreated?.InstanceId).OfType<string>().Distinct(StringComparer.Ordinal)];
            await store.DeleteAsync(instanceId);
            return true;
        }, cancellation);

        int removed = isRemoved ? 1 : 0;
        foreach (string child in recursive ? children : [])
        {
            removed += await PurgeAsync(child, recursive, cancellation);
        }

        return removed;
    }

    /// <returns>Null if the instance was added, else the one that has its id.</returns>
    private async Task<InstanceRecord?> AddAsync(InstanceRecord record)
    {
        try
        {
            if (await store.TryAddAsync(record) is { } added)
            {
                hub.Add(added);
                return null;
            }
        }
        catch
        {
            // It may be stored nevertheless, and is to run then.
            hub.Adopt(record);
            throw;
        }

        return await store.FindAsync(record.InstanceId)
            ?? throw new InvalidOperationException($"Instance '{record.InstanceId}' was there and is not any more.");
    }

    /// <summary>The record of an instance. If it is not final, it is live afterwards.</summary>
    private async Task<InstanceRecord?> FindHereAsync(string instanceId)
    {
        InstanceRecord? record = await FindAsync(instanceId);
        if (record is { IsFinal: false } && !hub.Sessions.ContainsKey(instanceId))
        {
            hub.Adopt(record);
        }

        return record;
    }

    /// <summary>Lets one caller at a time create, address or remove an instance.</summary>
    private async Task<T> InTurnAsync<T>(string instanceId, Func<Task<T>> action, CancellationToken cancellation)
    {
        using IDisposable piece = work.Begin();
        while (true)
        {
            if (hub.WhenLost.IsFaulted)
            {
                await hub.WhenLost;
            }

            if (hub.Sessions.TryGetValue(instanceId, out InstanceSession? ending) && ending.Record.IsFinal)
            {
                await hub.WhenClosedAsync(ending, cancellation);
            }

            using IDisposable held = await hub.Locks.EnterAsync(instanceId, cancellation);
            if (!hub.Sessions.TryGetValue(instanceId, out ending) || !ending.Record.IsFinal)
            {
                return await action();
            }
        }
    }
}
