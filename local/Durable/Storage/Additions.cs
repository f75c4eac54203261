using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>The rows that a commit adds, and the record with which they count.</summary>
internal sealed record Additions(InstanceRecord Record, IReadOnlyList<TableEntity> Rows, InboxItem? Carried)
{
    public static Additions Of(Commit commit)
    {
        InstanceRecord after = commit.After;
        IReadOnlyList<TableEntity> history =
            Rows(commit.Episode is not null, row => RowKeys.History(after.Execution, after.HistoryRows + row), commit.Episode);
        IReadOnlyList<TableEntity> carried =
            Rows(commit.Carried.Count > 0, row => RowKeys.Carried(after.Birth, after.Execution, row), new HistoryChunk { Events = { commit.Carried } });
        Outbox outbox = new(commit.Before.Execution, after.HistoryRows + history.Count, 0);
        IReadOnlyList<TableEntity> sent = Rows(
            commit.Outbox.Count > 0, row => RowKeys.Outbox(outbox.Execution, outbox.Episode, row), new OrchestratorResponse { Actions = { commit.Outbox } });
        return new Additions(
            after with { HistoryRows = outbox.Episode, Outbox = sent.Count > 0 ? outbox with { Rows = sent.Count } : null },
            [.. history, .. carried, .. sent],
            carried.Count > 0 ? new InboxItem([.. carried.Select(row => row.RowKey)], null, null, commit.Carried) : null);

        IReadOnlyList<TableEntity> Rows(bool any, Func<int, string> rowKey, IMessage? message) =>
            any ? MessageRows.Write(after.InstanceId, rowKey, message!) : [];
    }
}
