using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>
/// The instances of one task hub in one table. An instance is a partition: its record, its history, the messages that wait
/// for it and those that it has sent. So an episode commits in one transaction, which is also what it costs.
/// </summary>
internal sealed class InstanceStore(TableClient table)
{
    private const int TransactionLimit = 100;
    private const int LongRowsInLastTransaction = 2;

    public async Task CreateTableAsync(CancellationToken cancellation) => await table.CreateIfNotExistsAsync(cancellation);

    /// <summary>Adds an instance unless its id is taken.</summary>
    /// <returns>The record as stored; null if the id is taken.</returns>
    public async Task<InstanceRecord?> TryAddAsync(InstanceRecord record)
    {
        try
        {
            Response response = await table.AddEntityAsync(InstanceRows.Write(record));
            return record with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // The pipeline repeats a request whose answer was lost, and then meets its own first attempt.
            InstanceRecord? existing = await FindAsync(record.InstanceId);
            return existing?.Birth == record.Birth ? existing : null;
        }
    }

    /// <summary>Puts a new life in the place of an old one.</summary>
    public async Task<InstanceRecord> ReplaceAsync(InstanceRecord old, InstanceRecord record)
    {
        IReadOnlyList<string> rows = await ReadKeysAsync(record.InstanceId);
        Response response = await table.UpdateEntityAsync(InstanceRows.Write(record), old.ETag, TableUpdateMode.Replace);
        await DeleteRowsAsync(record.InstanceId, rows);
        return record with { ETag = response.Headers.ETag ?? default };
    }

    public async Task<InstanceRecord?> FindAsync(string instanceId)
    {
        NullableResponse<TableEntity> row = await table.GetEntityIfExistsAsync<TableEntity>(instanceId, RowKeys.Instance);
        return row.HasValue ? InstanceRows.Read(row.Value!) : null;
    }

    public async Task<StoredInstance?> LoadAsync(string instanceId, CancellationToken cancellation = default) =>
        Partition.Read(await ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}"), cancellation));

    /// <summary>The episodes of the instance's present execution.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(InstanceRecord record)
    {
        string first = RowKeys.History(record.Execution, 0);
        string last = RowKeys.History(record.Execution, record.HistoryRows - 1);
        return record.HistoryRows == 0 ? [] : Partition.History(await ReadAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {record.InstanceId} and RowKey ge {first} and RowKey le {last}"), default));
    }

    /// <summary>The instances that a starting engine has to look at.</summary>
    public async IAsyncEnumerable<string> ListOpenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance} and Open eq {true}");
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            yield return row.PartitionKey;
        }
    }

    /// <summary>One page of the instances that a filter wants, in the order of their ids.</summary>
    public async Task<(IReadOnlyList<InstanceRecord> Records, string? Continuation)> QueryAsync(
        InstanceFilter filter, bool withPayloads, int pageSize, string? continuation, CancellationToken cancellation)
    {
        AsyncPageable<TableEntity> query = table.QueryAsync<TableEntity>(
            filter.ToString(), pageSize, withPayloads ? null : InstanceRows.SummaryColumns, cancellation);
        await foreach (Page<TableEntity> page in query.AsPages(continuation, pageSize).WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(InstanceRows.Read)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Keeps a message for an instance. Keeping it twice is keeping it once.</summary>
    public async Task AddMessageAsync(string instanceId, string rowKey, HistoryEvent message)
    {
        try
        {
            await table.AddEntityAsync(MessageRows.Write(instanceId, _ => rowKey, message).Single());
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // It is there already: a repeated request, or a repeated delivery after a crash.
        }
    }

    /// <summary>Takes an instance over for an engine, so that the engine before it can no longer commit.</summary>
    public async Task<InstanceRecord> ClaimAsync(InstanceRecord record, Guid owner, CancellationToken cancellation)
    {
        InstanceRecord claimed = record with { Owner = owner };
        Response response = await table.UpdateEntityAsync(
            InstanceRows.WriteChanges(record, claimed), record.ETag, TableUpdateMode.Merge, cancellation);
        return claimed with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>
    /// Commits an episode. What it adds counts only once the record says so; so rows that do not fit into one transaction are
    /// written before it, and a crash in between leaves nothing but rows that do not count.
    /// </summary>
    public async Task<Committed> CommitAsync(Commit commit)
    {
        Additions added = Additions.Of(commit);
        foreach (TableEntity row in added.Rows.SkipLast(LongRowsInLastTransaction))
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace);
        }

        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateMerge, InstanceRows.WriteChanges(commit.Before, added.Record), commit.Before.ETag),
            .. added.Rows.TakeLast(LongRowsInLastTransaction).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
        ];
        string[] unneeded = [.. commit.Consumed, .. OldRows(commit.Before, added.Record)];
        int fitting = Math.Min(unneeded.Length, TransactionLimit - actions.Count);
        actions.AddRange(unneeded.Take(fitting).Select(key => Deletion(commit.Before.InstanceId, key)));

        Response<IReadOnlyList<Response>> response = await table.SubmitTransactionAsync(actions);
        await DeleteRowsAsync(commit.Before.InstanceId, unneeded[fitting..]);
        return new Committed(added.Record with { ETag = response.Value[0].Headers.ETag ?? default }, added.Carried);
    }

    /// <summary>Removes an instance. The record goes last: until then the instance is there and can be removed again.</summary>
    public async Task DeleteAsync(string instanceId) => await DeleteRowsAsync(instanceId, [.. await ReadKeysAsync(instanceId), RowKeys.Instance]);

    public async Task DeleteRowsAsync(string instanceId, IReadOnlyList<string> rowKeys)
    {
        foreach (string[] chunk in rowKeys.Chunk(TransactionLimit))
        {
            await table.SubmitTransactionAsync(chunk.Select(key => Deletion(instanceId, key)));
        }
    }

    private static IEnumerable<string> OldRows(InstanceRecord before, InstanceRecord after) =>
    [
        .. before.Outbox?.RowKeys ?? [],
        .. before.Execution == after.Execution ? [] : Enumerable.Range(0, before.HistoryRows).Select(row => RowKeys.History(before.Execution, row)),
    ];

    private static TableTransactionAction Deletion(string instanceId, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(instanceId, rowKey), ETag.All);

    private async Task<IReadOnlyList<string>> ReadKeysAsync(string instanceId) =>
    [
        .. (await ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}"), default, "PartitionKey", "RowKey"))
            .Select(row => row.RowKey).Where(key => key != RowKeys.Instance),
    ];

    private async Task<IReadOnlyList<TableEntity>> ReadAsync(string filter, CancellationToken cancellation, params string[] columns)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(
            filter, select: columns.Length == 0 ? null : columns, cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }
}
