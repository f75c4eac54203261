using System.Globalization;
using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Runtime.Hub;

/// <summary>
/// What follows from a stored episode: activities run, timers are set, sub-orchestrations start, events are sent, a parent
/// learns of its child's end. All of it can be found again in what is stored, and doing it twice does no more than once.
/// </summary>
internal sealed partial class Effects(HubWorker worker, InstanceStore store, TimeProvider clock, ILogger logger)
{
    public const string StartTimer = "start";

    private const int ChildrenAtATime = 16;

    /// <summary>A new instance runs now or when it is due.</summary>
    public void Begin(InstanceSession session)
    {
        if (session.Record.StartAt is { } startAt && startAt > clock.GetUtcNow())
        {
            worker.Timers.Set(session, StartTimer, startAt, () => worker.Wake(session));
        }

        worker.Wake(session);
    }

    public async Task ApplyAsync(InstanceSession session, CommittedEpisode episode)
    {
        CancelTimers(session, episode.Canceled);
        Guid execution = episode.Before.Execution;
        foreach (ActivityScheduled call in episode.Decided.OfType<ActivityScheduled>())
        {
            worker.RunActivity(session, execution, call);
        }

        if (episode.Outcome is null)
        {
            ArmTimers(session, execution, episode.Decided);
            await StartChildrenAsync(session, episode.Decided);
        }

        if (session.Record.IsFinal)
        {
            TellParent(session.Record);
        }

        await DeliverAsync(session, episode.Outbox);
        await CloseIfDoneAsync(session, default);
    }

    /// <summary>Takes up again all that an instance has under way, as it is stored.</summary>
    public async Task ResumeAsync(InstanceSession session, StoredInstance stored, CancellationToken cancellation)
    {
        await store.DeleteRowsAsync(session.InstanceId, stored.LeftOverRows, cancellation);
        await DeliverAsync(session, stored.Outbox);
        if (session.Record.IsFinal)
        {
            TellParent(session.Record);
            await CloseIfDoneAsync(session, cancellation);
            return;
        }

        Guid execution = session.Record.Execution;
        Decision[] open = [.. session.Open.Decisions];
        foreach (ActivityScheduled call in open.OfType<ActivityScheduled>())
        {
            worker.RunActivity(session, execution, call);
        }

        ArmTimers(session, execution, open);
        await StartChildrenAsync(session, open);
        Begin(session);
    }

    private static string TimerKey(int taskId) => taskId.ToString("D10", CultureInfo.InvariantCulture);

    private static TaskEnded ResultOf(InstanceRecord child, int taskId) => child.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new TaskCompleted(taskId, child.Output),
        OrchestrationRuntimeStatus.Failed => new TaskFailed(taskId, child.Failure!),
        _ => new TaskFailed(taskId, new TaskFailureDetails(
            "OrchestrationTerminated", $"The sub-orchestration '{child.InstanceId}' was terminated.", null, null, null)),
    };

    private void ArmTimers(InstanceSession session, Guid execution, IReadOnlyList<Decision> decided)
    {
        HashSet<int> canceled = [.. decided.OfType<TimerCanceled>().Select(timer => timer.TaskId)];
        foreach (TimerCreated timer in decided.OfType<TimerCreated>()
            .Where(timer => !canceled.Remove(timer.TaskId) && !session.HasComeIn(execution, timer.TaskId)))
        {
            InboxItem fired = new(null, execution, [new TimerFired(timer.TaskId)]);
            worker.Timers.Set(
                session, TimerKey(timer.TaskId), new DateTimeOffset(timer.FireAt, TimeSpan.Zero), () => worker.Post(session, fired));
        }

        foreach (int taskId in canceled)
        {
            worker.Timers.Cancel(session, TimerKey(taskId));
        }
    }

    public void CancelTimers(InstanceSession session, IEnumerable<Decision> canceled)
    {
        foreach (TimerCreated timer in canceled.OfType<TimerCreated>())
        {
            worker.Timers.Cancel(session, TimerKey(timer.TaskId));
        }
    }

    private async Task StartChildrenAsync(InstanceSession parent, IReadOnlyList<Decision> decided)
    {
        SubOrchestrationCreated[] children = [.. decided.OfType<SubOrchestrationCreated>()];
        if (children.Length > 0)
        {
            await Parallel.ForEachAsync(
                children,
                new ParallelOptions { MaxDegreeOfParallelism = ChildrenAtATime },
                async (child, _) => await StartChildAsync(parent, child));
        }
    }

    /// <summary>Starts a sub-orchestration if it is not there yet; if it has ended already, its parent learns how.</summary>
    private async Task StartChildAsync(InstanceSession parent, SubOrchestrationCreated created)
    {
        ParentCall call = new(parent.InstanceId, parent.Record.Name, parent.Record.Execution, created.TaskId);
        while (true)
        {
            if (worker.Sessions.TryGetValue(created.InstanceId, out InstanceSession? live) && live.Record.IsFinal && live != parent)
            {
                await live.WhenClosed;
            }

            using IDisposable held = await worker.Locks.EnterAsync(created.InstanceId, default);
            if (!worker.Sessions.TryGetValue(created.InstanceId, out live))
            {
                await StartAbsentChildAsync(parent, created, call);
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

    private async Task StartAbsentChildAsync(InstanceSession parent, SubOrchestrationCreated created, ParentCall call)
    {
        InstanceRecord record = InstanceRecord.New(created.InstanceId, created.Name, clock.GetUtcNow()) with
        {
            Input = created.Input,
            Tags = created.Tags,
            Parent = call,
            Owner = worker.Id,
        };
        if (await store.TryAddAsync(record, default) is { } added)
        {
            worker.Add(added);
            return;
        }

        InstanceRecord? existing = await store.FindAsync(created.InstanceId, default);
        if (existing?.Parent == call && !existing.IsFinal)
        {
            worker.Adopt(existing);
        }
        else if (existing?.Parent == call)
        {
            worker.Post(parent, new InboxItem(null, call.Execution, [ResultOf(existing, created.TaskId)]));
        }
        else if (existing is { IsFinal: true })
        {
            worker.Add(await store.ReplaceAsync(existing, record, default));
        }
        else
        {
            Refuse(parent, created);
        }
    }

    private void Refuse(InstanceSession parent, SubOrchestrationCreated created) =>
        worker.Post(parent, new InboxItem(null, parent.Record.Execution, [new TaskFailed(created.TaskId, new TaskFailureDetails(
            "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            $"An orchestration instance with the ID '{created.InstanceId}' already exists.", null, null, null))]));

    private void TellParent(InstanceRecord child)
    {
        if (child.Parent is { } call && worker.Sessions.TryGetValue(call.InstanceId, out InstanceSession? parent))
        {
            worker.Post(parent, new InboxItem(null, call.Execution, [ResultOf(child, call.TaskId)]));
        }
    }

    private async Task DeliverAsync(InstanceSession from, IReadOnlyList<OutboxMessage> messages)
    {
        foreach (OutboxMessage message in messages)
        {
            if (message.Start is { } start)
            {
                await StartChildAsync(from, start);
            }
            else if (message.Event is { } sent)
            {
                await SendAsync(from, message.To, sent);
            }
        }
    }

    private async Task SendAsync(InstanceSession from, string to, HistoryEvent sent)
    {
        if (!worker.Sessions.TryGetValue(to, out InstanceSession? target) || target.Record.IsFinal)
        {
            MessageDropped(logger, from.InstanceId, to);
            return;
        }

        string messageId = (sent as EventRaised)?.MessageId ?? $"{OutboxMessages.IdPrefix}{from.Record.Execution:N}:end";
        string rowKey = RowKeys.Message(target.Record.Birth, from.Record.UpdatedAt, messageId);
        await store.AddMessageAsync(to, rowKey, sent, default);
        worker.Post(target, new InboxItem(rowKey, null, [sent]));
    }

    private async Task CloseIfDoneAsync(InstanceSession session, CancellationToken cancellation)
    {
        InstanceRecord record = session.Record;
        if (!record.IsFinal)
        {
            return;
        }

        if (record.Outbox is not null)
        {
            InstanceRecord cleared = await store.CommitAsync(new Commit(record, record), cancellation);
            session.Advance(cleared, null, [], null);
        }

        worker.Close(session);
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "A message of instance {From} was dropped: instance {To} is not there or has ended.")]
    private static partial void MessageDropped(ILogger logger, string from, string to);
}
