using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>Starts sub-orchestrations, and tells their parents how they have ended.</summary>
internal sealed class Children(TaskHub hub, InstanceStore store, TimeProvider clock)
{
    private const int AtATime = 16;

    public Task StartAsync(InstanceSession parent, IReadOnlyList<HistoryEvent> calls) => calls.Count == 0
        ? Task.CompletedTask
        : Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (call, _) => await StartAsync(parent, call));

    public void TellParent(InstanceRecord child)
    {
        if (child.Parent is { } call && hub.Sessions.TryGetValue(call.InstanceId, out InstanceSession? parent))
        {
            HistoryEvent created = new() { EventId = call.TaskId, SubOrchestrationInstanceCreated = new() };
            hub.Post(parent, InboxItem.EndOfTask(call.Execution, EndOf(child, created)));
        }
    }

    private static HistoryEvent EndOf(InstanceRecord child, HistoryEvent call) => child.Status switch
    {
        OrchestrationStatus.Completed => HistoryEvents.Completed(call, child.Output),
        OrchestrationStatus.Failed => HistoryEvents.Failed(call, child.Failure ?? new() { ErrorType = "OrchestrationFailed", ErrorMessage = child.Output ?? "" }),
        _ => HistoryEvents.Failed(call, new() { ErrorType = "OrchestrationTerminated", ErrorMessage = $"The sub-orchestration '{child.InstanceId}' was terminated." }),
    };

    /// <summary>Starts a sub-orchestration if it is not there yet; if it has ended already, its parent learns how.</summary>
    private async Task StartAsync(InstanceSession parent, HistoryEvent created)
    {
        string instanceId = created.SubOrchestrationInstanceCreated.InstanceId;
        ParentCall call = new(parent.InstanceId, parent.Record.Name, parent.Record.Execution, created.EventId);
        while (true)
        {
            if (hub.Sessions.TryGetValue(instanceId, out InstanceSession? live) && live.Record.IsFinal && live != parent)
            {
                await hub.WhenClosedAsync(live, CancellationToken.None);
            }

            using IDisposable held = await hub.Locks.EnterAsync(instanceId, default);
            if (!hub.Sessions.TryGetValue(instanceId, out live))
            {
                await StartAbsentAsync(parent, created, call);
                return;
            }

            if (live.Record.Parent == call)
            {
                return;
            }

            if (!live.Record.IsFinal || live == parent)
            {
                Refuse(parent, created);
                return;
            }
        }
    }

    private async Task StartAbsentAsync(InstanceSession parent, HistoryEvent created, ParentCall call)
    {
        SubOrchestrationInstanceCreatedEvent wanted = created.SubOrchestrationInstanceCreated;
        InstanceRecord record = InstanceRecord.New(wanted.InstanceId, wanted.Name, clock.GetUtcNow()) with
        {
            Version = wanted.Version,
            Input = wanted.Input,
            Tags = wanted.Tags,
            Parent = call,
            Owner = hub.Id,
        };
        if (await store.TryAddAsync(record) is { } added)
        {
            hub.Add(added);
            return;
        }

        InstanceRecord? existing = await store.FindAsync(wanted.InstanceId);
        if (existing?.Parent == call && !existing.IsFinal)
        {
            hub.Adopt(existing);
        }
        else if (existing?.Parent == call)
        {
            hub.Post(parent, InboxItem.EndOfTask(call.Execution, EndOf(existing, created)));
        }
        else if (existing is { IsFinal: true })
        {
            hub.Add(await store.ReplaceAsync(existing, record));
        }
        else
        {
            Refuse(parent, created);
        }
    }

    private void Refuse(InstanceSession parent, HistoryEvent created) => hub.Post(parent, InboxItem.EndOfTask(
        parent.Record.Execution,
        HistoryEvents.Failed(created, new()
        {
            ErrorType = "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            ErrorMessage = $"An orchestration instance with the ID '{created.SubOrchestrationInstanceCreated.InstanceId}' already exists.",
        })));
}
