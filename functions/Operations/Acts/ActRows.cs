using System.Globalization;
using System.Text.Json;
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

    internal IAsyncEnumerable<ActNoteRow> ReadAsync(string partition, string act, CancellationToken cancellationToken) =>
        EntitiesAsync(partition, act, cancellationToken).Select(row => new ActNoteRow(row.GetString(nameof(ActNoteRow.On))!, row.GetString(nameof(ActNoteRow.Outcome))!));

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
