using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>Runs one episode of an instance and commits it, before anything of it takes effect.</summary>
internal sealed class EpisodeRunner(InstanceStore store, TimeProvider clock, Orchestrators orchestrators)
{
    /// <returns>What has been committed; null if there was nothing new.</returns>
    public async Task<CommittedEpisode?> RunAsync(InstanceSession session, CancellationToken stopping)
    {
        InstanceRecord before = session.Record;
        IReadOnlyList<InboxItem> items = session.PeekInbox();
        (IReadOnlyList<HistoryEvent> news, Heard heard) = session.NewsIn(items);
        if (news.Count == 0 && before.HistoryRows > 0)
        {
            await store.DeleteRowsAsync(session.InstanceId, RowsOf(items));
            session.Advance(before, null, items, null);
            return null;
        }

        DateTimeOffset at = Later(clock.GetUtcNow(), before.UpdatedAt);
        Decided decided = await orchestrators.RunAsync(session, at, news, stopping);
        OpenWork openBefore = session.Open;
        InstanceRecord after = After(before, decided, openBefore.IsSuspendedAfter(news)) with { UpdatedAt = at, Heard = heard };
        Commit commit = new(before, after)
        {
            Episode = decided.Outcome is { GoesOn: true } ? null : HistoryEvents.Episode(at, news, decided.Events),
            Outbox = [.. Messages.Of(before, decided, openBefore)],
            Carried = [.. Messages.Carried(before, decided, openBefore.IsSuspendedAfter(news))],
            Consumed = after.IsFinal ? session.WaitingRows() : RowsOf(items),
        };
        Committed committed = await store.CommitAsync(commit);

        HistoryEvent[] abandoned = decided.Outcome is null ? [] : [.. openBefore.Decisions];
        session.Advance(committed.Record, commit.Episode, items, committed.Carried);
        orchestrators.Stored(session, decided);
        return new CommittedEpisode(before, decided, abandoned, commit.Outbox);
    }

    /// <summary>Time never runs backwards for an instance, whatever the clock does.</summary>
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static IReadOnlyList<string> RowsOf(IReadOnlyList<InboxItem> items) => [.. items.SelectMany(item => item.RowKeys)];

    private static InstanceRecord After(InstanceRecord record, Decided decided, bool isSuspended)
    {
        record = record with { CustomStatus = decided.CustomStatus ?? record.CustomStatus };
        return decided.Outcome is { } outcome
            ? record.After(outcome)
            : record with { Status = isSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running };
    }
}

/// <summary>An episode that is stored, and what remains to be done because of it.</summary>
/// <param name="Before">The instance as it was.</param>
/// <param name="Abandoned">What the execution still waited for when it ended.</param>
internal sealed record CommittedEpisode(
    InstanceRecord Before, Decided Decided, IReadOnlyList<HistoryEvent> Abandoned, IReadOnlyList<OrchestratorAction> Outbox);
