using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common.Http;
using Compensation.Operations.Acts.Chain;

namespace Compensation.Operations.Acts;

/// <summary>
/// What an act about many did to each: a row for each of them, table <c>Acts</c>, partition <c>{list}:{act}</c>. The act's link covers the hash over its pages of a hundred rows.
/// </summary>
public sealed class ActRows(TableServiceClient tables)
{
    private const int RowsPerPage = 100;

    private readonly TableClient _table = tables.GetTableClient(ActTrail.TableName);

    /// <returns>The hash over the pages; empty without rows.</returns>
    internal async Task<string> WriteAsync(string partition, string act, IReadOnlyList<ActNoteRow> rows, CancellationToken cancellationToken)
    {
        List<string> pages = [];
        foreach ((int number, ActNoteRow[] page) in rows.Chunk(RowsPerPage).Index())
        {
            TableEntity[] entities = [.. page.Select((row, index) => RowOf(partition, act, (number * RowsPerPage) + index, row))];
            await _table.SubmitTransactionAsync(entities.Select(entity => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity)), cancellationToken);
            pages.Add(HashOf(entities));
        }

        return OverPages(pages);
    }

    /// <summary>As they are stored now.</summary>
    internal async Task<(string Hash, int Count)> HashAsync(string partition, string act, CancellationToken cancellationToken)
    {
        List<string> pages = [];
        int count = 0;
        await foreach (TableEntity[] page in EntitiesAsync(partition, act, cancellationToken).Chunk(RowsPerPage))
        {
            count += page.Length;
            pages.Add(HashOf(page));
        }

        return (OverPages(pages), count);
    }

    /// <summary>Those that its link speaks of: what stands under an act that was not answered, after a death perhaps, nothing vouches for.</summary>
    internal async IAsyncEnumerable<ActNoteRow> ReadAsync(string partition, string act, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, act, [StepKind.RowsHash], cancellationToken);
        if (found.HasValue && found.Value!.GetString(StepKind.RowsHash) is { Length: > 0 })
        {
            await foreach (TableEntity row in EntitiesAsync(partition, act, cancellationToken))
            {
                yield return new ActNoteRow(row.GetString(nameof(ActNoteRow.On))!, row.GetString(nameof(ActNoteRow.Outcome))!);
            }
        }
    }

    /// <summary>Acts of a list that were done to somebody, among others perhaps: one pass over its rows.</summary>
    internal IAsyncEnumerable<string> ActsOnAsync(string partition, string on, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {PartitionOf(partition, string.Empty)} and PartitionKey lt {$"{partition};"} and On eq {on}");
        return _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.PartitionKey)], cancellationToken: cancellationToken).Select(row => row.PartitionKey[(partition.Length + 1)..]);
    }

    /// <summary>Under which acts of a list rows stand, whatever the acts say.</summary>
    internal async IAsyncEnumerable<string> ActsWithRowsAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {PartitionOf(partition, string.Empty)} and PartitionKey lt {$"{partition};"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.PartitionKey)], cancellationToken: cancellationToken))
        {
            if (!string.Equals(row.PartitionKey, last, StringComparison.Ordinal))
            {
                last = row.PartitionKey;
                yield return last[(partition.Length + 1)..];
            }
        }
    }

    private IAsyncEnumerable<TableEntity> EntitiesAsync(string partition, string act, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(partition, act)}"), cancellationToken: cancellationToken);

    private static TableEntity RowOf(string partition, string act, int index, ActNoteRow row) => new(PartitionOf(partition, act), index.ToString("d7", CultureInfo.InvariantCulture))
    {
        [nameof(ActNoteRow.On)] = row.On,
        [nameof(ActNoteRow.Outcome)] = row.Outcome,
    };

    private static string PartitionOf(string partition, string act) => $"{partition}:{act}";

    private static string HashOf(IEnumerable<TableEntity> page) =>
        ChainHead.HashOf(JsonSerializer.Serialize(page.Select(row => new[] { row.RowKey, row.GetString(nameof(ActNoteRow.On)), row.GetString(nameof(ActNoteRow.Outcome)) })));

    private static string OverPages(List<string> pages) => pages.Count == 0 ? string.Empty : ChainHead.HashOf(string.Join('\n', pages));
}
