using System.Globalization;
using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// What follows from a stored episode: activities run, timers are set, sub-orchestrations start, events are sent, a parent
/// learns of its child's end. All of it can be found again in what is stored, and doing it twice does no more than once.
/// </summary>
internal sealed partial class Effects(TaskHub hub, InstanceStore store, TimeProvider clock, DurableEngineOptions options, ILogger logger)
{
    private const string StartTimer = "start";

    /// <summary>A new instance runs now or when it is due.</summary>
    public void Begin(InstanceSession session)
    {
        if (session.Record.StartAt is { } startAt && startAt > clock.GetUtcNow())
        {
            hub.Timers.Set(session, StartTimer, startAt, () => hub.Wake(session));
        }

        hub.Wake(session);
    }

    public async Task ApplyAsync(InstanceSession session, CommittedEpisode episode)
    {
        CancelTimers(session, episode.Abandoned);
        if (episode.Decided.Outcome is null)
        {
            await TakeUpAsync(session, episode.Decided.Events);
        }

        await ConcludeAsync(session, episode.Outbox);
    }

    /// <summary>Takes up again all that an instance has under way, as it is stored.</summary>
    public async Task ResumeAsync(InstanceSession session, StoredInstance stored)
    {
        await store.DeleteRowsAsync(session.InstanceId, stored.LeftOverRows);
        await ConcludeAsync(session, stored.Outbox);
        if (!session.Record.IsFinal)
        {
            await TakeUpAsync(session, [.. session.Open.Decisions]);
            Begin(session);
        }
    }

    public void Forget(InstanceSession session)
    {
        CancelTimers(session, session.Open.Decisions);
        hub.Timers.Cancel(session, StartTimer);
    }

    private static string TimerKey(int taskId) => taskId.ToString("D10", CultureInfo.InvariantCulture);

    private async Task TakeUpAsync(InstanceSession session, IReadOnlyList<HistoryEvent> decisions)
    {
        foreach (HistoryEvent decided in decisions)
        {
            if (decided.TaskScheduled is not null)
            {
                hub.RunActivity(session, decided);
            }
            else if (decided.TimerCreated is not null)
            {
                ArmTimer(session, decided);
            }
        }

        await hub.Children.StartAsync(session, [.. decisions.Where(one => one.SubOrchestrationInstanceCreated is not null)]);
    }

    private void ArmTimer(InstanceSession session, HistoryEvent timer)
    {
        Guid execution = session.Record.Execution;
        if (!session.HasComeIn(execution, timer.EventId))
        {
            InboxItem fired = InboxItem.EndOfTask(execution, HistoryEvents.Fired(timer));
            DateTimeOffset due = timer.TimerCreated.FireAt.ToDateTimeOffset() - options.Haste(session.InstanceId, timer.EventId);
            hub.Timers.Set(session, TimerKey(timer.EventId), due, () => hub.Post(session, fired));
        }
    }

    private void CancelTimers(InstanceSession session, IEnumerable<HistoryEvent> decisions)
    {
        foreach (HistoryEvent timer in decisions.Where(one => one.TimerCreated is not null))
        {
            hub.Timers.Cancel(session, TimerKey(timer.EventId));
        }
    }

    /// <summary>Delivers what an instance has to say, and lets go of it if it has ended.</summary>
    private async Task ConcludeAsync(InstanceSession session, IReadOnlyList<OrchestratorAction> messages)
    {
        foreach (OrchestratorAction message in messages)
        {
            await DeliverAsync(session, message);
        }

        InstanceRecord record = session.Record;
        if (!record.IsFinal)
        {
            return;
        }

        hub.Children.TellParent(record);
        if (record.Outbox is not null)
        {
            Committed cleared = await store.CommitAsync(new Commit(record, record));
            session.Advance(cleared.Record, null, [], null);
        }

        hub.Close(session);
    }

    private async Task DeliverAsync(InstanceSession from, OrchestratorAction message)
    {
        (string to, HistoryEvent sent) = message.SendEvent is { } send
            ? (send.Instance.InstanceId, HistoryEvents.Raised(send.Name, send.Data))
            : (message.TerminateOrchestration.InstanceId, HistoryEvents.Terminated(message.TerminateOrchestration.Reason, message.TerminateOrchestration.Recurse));
        if (!hub.Sessions.TryGetValue(to, out InstanceSession? target) || target.Record.IsFinal)
        {
            MessageDropped(logger, from.InstanceId, to);
            return;
        }

        string messageId = new MessageSource(from.Record.Outbox!.Execution, message.Id).MessageId;
        string rowKey = RowKeys.Message(target.Record.Birth, from.Record.UpdatedAt, messageId);
        await store.AddMessageAsync(to, rowKey, sent);
        hub.Post(target, InboxItem.Message(rowKey, sent));
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "A message of instance {From} was dropped: instance {To} is not there or has ended.")]
    private static partial void MessageDropped(ILogger logger, string from, string to);
}
