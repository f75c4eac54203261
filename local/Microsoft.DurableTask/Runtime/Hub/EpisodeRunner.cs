using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local.Runtime.Hub;

/// <summary>Runs one episode of an instance and commits it, before anything of it takes effect.</summary>
internal sealed class EpisodeRunner(InstanceStore store, TimeProvider clock, WorkerSetup setup, Action<InstanceSession> leftItsThread)
{
    /// <returns>What has taken effect; null if there was nothing new.</returns>
    public async Task<CommittedEpisode?> RunAsync(InstanceSession session)
    {
        InstanceRecord before = session.Record;
        IReadOnlyList<InboxItem> items = session.PeekInbox();
        (IReadOnlyList<HistoryEvent> news, bool hasLeftItsThread) = session.NewsIn(items);
        if (news.Count == 0 && session.History.Count > 0 && !hasLeftItsThread)
        {
            await store.DeleteRowsAsync(session.InstanceId, RowsOf(items), default);
            session.Advance(before, null, items, null);
            return null;
        }

        DateTime at = EpisodeTime(session);
        OpenWork openBefore = session.Open;
        (IReadOnlyList<Decision> decided, Outcome? outcome, InstanceRecord after) = await ExecuteAsync(session, at, news);
        ContinuedAsNew? next = outcome as ContinuedAsNew;
        Episode episode = new(at, news, decided);
        Commit commit = new(before, after)
        {
            Episode = next is null ? episode : null,
            Outbox = OutboxMessages.Of(before, decided, outcome, openBefore),
            Carried = next is null ? [] : [.. Seen(openBefore, news), .. next.Carried],
            Consumed = after.IsFinal ? session.WaitingRows() : RowsOf(items),
        };
        InstanceRecord committed = await store.CommitAsync(commit, default);

        IReadOnlyList<Decision> canceled = outcome is null ? [] : [.. openBefore.Decisions];
        InboxItem? carried = commit.Carried.Count == 0
            ? null
            : new InboxItem(RowKeys.Carried(committed.Birth, committed.Execution), null, commit.Carried);
        session.Advance(committed, commit.Episode, items, carried);
        if (outcome is not null)
        {
            await session.DropExecutionAsync();
        }

        return new CommittedEpisode(before, committed, decided, outcome, canceled, commit.Outbox);
    }

    private static IReadOnlyList<string> RowsOf(IReadOnlyList<InboxItem> items) => [.. items.Select(item => item.RowKey).OfType<string>()];

    private static IEnumerable<HistoryEvent> Seen(OpenWork before, IReadOnlyList<HistoryEvent> news)
    {
        OpenWork all = new();
        all.Apply(new Episode(default, [new MessagesSeen(before.MessagesFromOthers), .. news.Where(one => one is EventRaised or MessagesSeen)], []));
        return all.MessagesFromOthers is { Count: > 0 } ids ? [new MessagesSeen(ids)] : [];
    }

    private static InstanceRecord Ended(InstanceRecord record, Outcome outcome) => outcome switch
    {
        Completed completed => record with { Status = OrchestrationRuntimeStatus.Completed, Output = completed.Output },
        Failed failed => record with { Status = OrchestrationRuntimeStatus.Failed, Failure = failed.Failure },
        Terminated terminated => record with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Output },
        ContinuedAsNew next => record with
        {
            Status = OrchestrationRuntimeStatus.Running,
            Execution = Guid.NewGuid(),
            Input = next.Input,
            HistoryRows = 0,
        },
        _ => throw new InvalidOperationException($"An execution cannot end with {outcome}."),
    };

    private DateTime EpisodeTime(InstanceSession session)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return session.History is [.., { } last] && last.At > now ? last.At : now;
    }

    private async Task<(IReadOnlyList<Decision> Decided, Outcome? Outcome, InstanceRecord After)> ExecuteAsync(
        InstanceSession session, DateTime at, IReadOnlyList<HistoryEvent> news)
    {
        InstanceRecord record = session.Record with { UpdatedAt = new DateTimeOffset(at, TimeSpan.Zero) };
        if (!setup.ExtendedSessions)
        {
            await session.DropExecutionAsync();
        }

        if ((session.Execution ?? Begin(session)) is not { } execution)
        {
            Failed missing = new(new TaskFailureDetails(
                Retrying.OrchestratorNotFound, $"No orchestrator task named '{record.Name}' was found.", null, null, null));
            return ([], missing, Ended(record, missing));
        }

        IReadOnlyList<Decision> decided = execution.Run(at, news);
        record = record with { CustomStatus = execution.CustomStatus ?? record.CustomStatus };
        return execution.Outcome is { } outcome
            ? (decided, outcome, Ended(record, outcome))
            : (decided, null, record with
            {
                Status = execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            });
    }

    private OrchestrationExecution? Begin(InstanceSession session)
    {
        InstanceRecord record = session.Record;
        AsyncServiceScope scope = setup.Services.CreateAsyncScope();
        if (!setup.Factory.TryCreateOrchestrator(record.Name, scope.ServiceProvider, out ITaskOrchestrator? orchestrator))
        {
            scope.Dispose();
            return null;
        }

        ParentOrchestrationInstance? parent = record.Parent is { } call ? new(call.Name, call.InstanceId) : null;
        OrchestrationExecution execution = new(
            new ExecutionStart(record.InstanceId, record.Name, record.Input, parent, setup.Options.DataConverter, setup.Loggers), orchestrator);
        foreach (Episode episode in session.History)
        {
            execution.Replay(episode);
        }

        execution.LeftItsThread = () => leftItsThread(session);
        session.Attach(execution, scope);
        return execution;
    }
}

/// <summary>An episode that is stored, and what remains to be done because of it.</summary>
/// <param name="Canceled">What the execution waited for when it ended.</param>
internal sealed record CommittedEpisode(
    InstanceRecord Before,
    InstanceRecord After,
    IReadOnlyList<Decision> Decided,
    Outcome? Outcome,
    IReadOnlyList<Decision> Canceled,
    IReadOnlyList<OutboxMessage> Outbox);
