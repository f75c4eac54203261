using Azure;
using Azure.Data.Tables;
using Compensation.Local.Runtime.Execution;

namespace Compensation.Local.Runtime.Storage;

/// <summary>
/// The instances of one task hub in one table. An instance is a partition: its record, its history, the messages that wait
/// for it and those that it has sent. So an episode commits in one transaction, which is also what it costs.
/// </summary>
internal sealed class InstanceStore(TableClient table)
{
    private const int TransactionLimit = 100;
    private const int HistoryRowsInLastTransaction = 2;

    public async Task CreateTableAsync(CancellationToken cancellation) => await table.CreateIfNotExistsAsync(cancellation);

    /// <summary>Adds an instance unless its id is taken.</summary>
    /// <returns>The record as stored; null if the id is taken.</returns>
    public async Task<InstanceRecord?> TryAddAsync(InstanceRecord record, CancellationToken cancellation)
    {
        try
        {
            Response response = await table.AddEntityAsync(InstanceRows.Write(record), cancellation);
            return record with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // The pipeline repeats a request whose answer was lost, and then meets its own first attempt.
            InstanceRecord? existing = await FindAsync(record.InstanceId, cancellation);
            return existing?.Birth == record.Birth ? existing : null;
        }
    }

    /// <summary>Puts a new life in the place of an old one.</summary>
    public async Task<InstanceRecord> ReplaceAsync(InstanceRecord old, InstanceRecord record, CancellationToken cancellation)
    {
        IReadOnlyList<TableEntity> rows = await ReadKeysAsync(record.InstanceId, cancellation);
        Response response = await table.UpdateEntityAsync(InstanceRows.Write(record), old.ETag, TableUpdateMode.Replace, cancellation);
        await DeleteRowsAsync(record.InstanceId, OtherThanInstance(rows), cancellation);
        return record with { ETag = response.Headers.ETag ?? default };
    }

    public async Task<InstanceRecord?> FindAsync(string instanceId, CancellationToken cancellation)
    {
        NullableResponse<TableEntity> row =
            await table.GetEntityIfExistsAsync<TableEntity>(instanceId, RowKeys.Instance, cancellationToken: cancellation);
        return row.HasValue ? InstanceRows.Read(row.Value!) : null;
    }

    public async Task<StoredInstance?> LoadAsync(string instanceId, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(InPartition(instanceId), cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return InstanceRows.ReadPartition(rows);
    }

    /// <summary>The instances that a starting worker has to look at.</summary>
    public async Task<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance} and Open eq {true}");
        List<string> ids = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            ids.Add(row.PartitionKey);
        }

        return ids;
    }

    public async Task<(IReadOnlyList<InstanceRecord> Records, string? Continuation)> QueryAsync(
        string filter, bool withPayloads, int pageSize, string? continuation, CancellationToken cancellation)
    {
        AsyncPageable<TableEntity> query = table.QueryAsync<TableEntity>(
            filter, pageSize, withPayloads ? null : InstanceRows.SummaryColumns, cancellation);
        await foreach (Page<TableEntity> page in query.AsPages(continuation, pageSize).WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(InstanceRows.Read)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Keeps a message for an instance. Keeping it twice is keeping it once.</summary>
    public async Task AddMessageAsync(string instanceId, string rowKey, HistoryEvent message, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(InstanceRows.WriteMessages(instanceId, rowKey, [message]), cancellation);
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // It is there already: a repeated request, or a repeated delivery after a crash.
        }
    }

    /// <summary>Takes an instance over for a worker, so that the worker before it can no longer commit.</summary>
    public async Task<InstanceRecord> ClaimAsync(InstanceRecord record, Guid owner, CancellationToken cancellation)
    {
        InstanceRecord claimed = record with { Owner = owner };
        Response response = await table.UpdateEntityAsync(
            InstanceRows.WriteChanges(record, claimed), record.ETag, TableUpdateMode.Merge, cancellation);
        return claimed with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>
    /// Commits an episode. A history row counts only once the record says so; so rows that do not fit into one transaction are
    /// written before it, and a crash in between leaves nothing but rows that do not count.
    /// </summary>
    public async Task<InstanceRecord> CommitAsync(Commit commit, CancellationToken cancellation)
    {
        InstanceRecord after = commit.After;
        List<TableTransactionAction> history = [];
        if (commit.Episode is { } episode)
        {
            history = [.. InstanceRows.WriteEpisode(after, after.HistoryRows, episode)
                .Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))];
            after = after with { HistoryRows = after.HistoryRows + history.Count };
        }

        while (history.Count > HistoryRowsInLastTransaction)
        {
            await table.SubmitTransactionAsync([history[0]], cancellation);
            history.RemoveAt(0);
        }

        after = after with { Outbox = commit.Outbox.Count > 0 ? RowKeys.Outbox(after.Execution, after.HistoryRows) : null };
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateMerge, InstanceRows.WriteChanges(commit.Before, after), commit.Before.ETag),
            .. history,
        ];
        AddMessageRows(actions, commit, after);
        List<string> unneeded = [.. commit.Consumed, .. OldRows(commit.Before, after)];
        int fitting = Math.Min(unneeded.Count, TransactionLimit - actions.Count);
        actions.AddRange(unneeded.Take(fitting).Select(key => Deletion(after.InstanceId, key)));

        Response<IReadOnlyList<Response>> response = await table.SubmitTransactionAsync(actions, cancellation);
        await DeleteRowsAsync(after.InstanceId, unneeded[fitting..], cancellation);
        return after with { ETag = response.Value[0].Headers.ETag ?? default };
    }

    /// <summary>Removes an instance. The record goes last: until then the instance is there and can be removed again.</summary>
    public async Task DeleteAsync(string instanceId, CancellationToken cancellation)
    {
        IReadOnlyList<TableEntity> rows = await ReadKeysAsync(instanceId, cancellation);
        string[] keys = [.. OtherThanInstance(rows), RowKeys.Instance];
        await DeleteRowsAsync(instanceId, keys, cancellation);
    }

    public async Task DeleteRowsAsync(string instanceId, IReadOnlyList<string> rowKeys, CancellationToken cancellation)
    {
        foreach (string[] chunk in rowKeys.Chunk(TransactionLimit))
        {
            await table.SubmitTransactionAsync(chunk.Select(key => Deletion(instanceId, key)), cancellation);
        }
    }

    private static IReadOnlyList<string> OtherThanInstance(IReadOnlyList<TableEntity> rows) =>
        [.. rows.Select(row => row.RowKey).Where(key => !string.Equals(key, RowKeys.Instance, StringComparison.Ordinal))];

    private static void AddMessageRows(List<TableTransactionAction> actions, Commit commit, InstanceRecord after)
    {
        if (commit.Outbox.Count > 0)
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, InstanceRows.WriteOutbox(after.InstanceId, after.Outbox!, commit.Outbox)));
        }

        if (commit.Carried.Count > 0)
        {
            string key = RowKeys.Carried(after.Birth, after.Execution);
            actions.Add(new(TableTransactionActionType.UpsertReplace, InstanceRows.WriteMessages(after.InstanceId, key, commit.Carried)));
        }
    }

    private static IEnumerable<string> OldRows(InstanceRecord before, InstanceRecord after)
    {
        if (before.Outbox is { } outbox)
        {
            yield return outbox;
        }

        if (before.Execution != after.Execution)
        {
            for (int row = 0; row < before.HistoryRows; row++)
            {
                yield return RowKeys.History(before.Execution, row);
            }
        }
    }

    private static TableTransactionAction Deletion(string instanceId, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(instanceId, rowKey), ETag.All);

    private static string InPartition(string instanceId) => TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");

    private async Task<IReadOnlyList<TableEntity>> ReadKeysAsync(string instanceId, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(
            InPartition(instanceId), select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }
}
