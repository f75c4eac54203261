using Azure.Data.Tables;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>Tells the rows of one instance's partition apart. They come in the order of their keys.</summary>
internal static class Partition
{
    public static StoredInstance? Read(IReadOnlyList<TableEntity> rows)
    {
        if (rows.FirstOrDefault(row => row.RowKey == RowKeys.Instance) is not { } instance)
        {
            return null;
        }

        InstanceRecord record = InstanceRows.Read(instance);
        TableEntity[] history = [.. Named(rows, RowKeys.HistoryOf(record.Execution)).Take(record.HistoryRows)];
        TableEntity[] carried = [.. Named(rows, RowKeys.CarriedTo(record.Birth, record.Execution))];
        TableEntity[] messages =
        [
            .. Named(rows, RowKeys.MessagesFor(record.Birth)).Where(row => !row.RowKey.StartsWith(RowKeys.AllCarried(record.Birth), StringComparison.Ordinal)),
        ];
        HashSet<string> outbox = [.. record.Outbox?.RowKeys ?? []];
        TableEntity[] sent = [.. rows.Where(row => outbox.Contains(row.RowKey))];
        return new StoredInstance(
            record,
            History(history),
            [.. Carried(carried), .. messages.Select(Message)],
            [.. MessageRows.Read(sent, OrchestratorResponse.Parser).SelectMany(one => one.Message.Actions)],
            [.. rows.Except([instance, .. history, .. carried, .. messages, .. sent]).Select(row => row.RowKey)]);
    }

    public static IReadOnlyList<HistoryEvent> History(IEnumerable<TableEntity> rows) =>
        [.. MessageRows.Read(rows, HistoryChunk.Parser).SelectMany(episode => episode.Message.Events)];

    private static IEnumerable<InboxItem> Carried(IEnumerable<TableEntity> rows) =>
        MessageRows.Read(rows, HistoryChunk.Parser).Select(one => new InboxItem(one.RowKeys, null, null, one.Message.Events));

    private static InboxItem Message(TableEntity row) =>
        InboxItem.Message(row.RowKey, MessageRows.Read([row], HistoryEvent.Parser).Single().Message);

    private static IEnumerable<TableEntity> Named(IEnumerable<TableEntity> rows, string prefix) =>
        rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));
}
