using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;

namespace Compensation.Local.Runtime.Hub;

/// <summary>What an execution has asked for and not yet received, as its history tells.</summary>
internal sealed class OpenWork
{
    private readonly Dictionary<int, Decision> _open = [];
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    public IEnumerable<Decision> Decisions => _open.Values.OrderBy(decision => decision.TaskId);

    /// <summary>The ids of the events received from other orchestrations, which could be delivered again after a crash.</summary>
    public IReadOnlyList<string> MessagesFromOthers => [.. _messages.Where(id => id.StartsWith(OutboxMessages.IdPrefix, StringComparison.Ordinal))];

    public void Apply(Episode episode)
    {
        foreach (HistoryEvent received in episode.Received)
        {
            Apply(received);
        }

        foreach (Decision decided in episode.Decided)
        {
            if (decided is ActivityScheduled or SubOrchestrationCreated or TimerCreated)
            {
                _open.Add(decided.TaskId, decided);
            }
            else if (decided is TimerCanceled)
            {
                _open.Remove(decided.TaskId);
            }
        }
    }

    /// <summary>Whether an event is still news: tasks end once and messages come once.</summary>
    public bool IsExpected(HistoryEvent received) => received switch
    {
        TaskEnded ended => _open.ContainsKey(ended.TaskId),
        EventRaised raised => !_messages.Contains(raised.MessageId),
        _ => true,
    };

    private void Apply(HistoryEvent received)
    {
        switch (received)
        {
            case TaskEnded ended:
                _open.Remove(ended.TaskId);
                break;
            case EventRaised raised:
                _messages.Add(raised.MessageId);
                break;
            case MessagesSeen seen:
                _messages.UnionWith(seen.MessageIds);
                break;
        }
    }
}

/// <summary>The messages of an episode that must reach other instances even if the process ends right after it.</summary>
internal static class OutboxMessages
{
    public const string IdPrefix = "s:";

    public static IReadOnlyList<OutboxMessage> Of(
        InstanceRecord record, IReadOnlyList<Decision> decided, Outcome? outcome, OpenWork before)
    {
        List<OutboxMessage> messages = [];
        foreach (Decision decision in decided)
        {
            if (decision is EventSent sent)
            {
                string id = $"{IdPrefix}{record.Execution:N}:{sent.TaskId:x8}";
                messages.Add(new OutboxMessage(sent.InstanceId, new EventRaised(sent.Name, sent.Input, id), null));
            }
            else if (decision is SubOrchestrationCreated created && outcome is not null)
            {
                // Nobody waits for it any more, and nobody would find it missing: so it is sent like a message.
                messages.Add(new OutboxMessage(created.InstanceId, null, created));
            }
        }

        if (outcome is Terminated { Recursive: true } terminated)
        {
            messages.AddRange(before.Decisions.OfType<SubOrchestrationCreated>()
                .Select(child => new OutboxMessage(child.InstanceId, new ExecutionTerminated(terminated.Output, true), null)));
        }

        return messages;
    }
}
