using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Operations.Acts;

/// <summary>
/// Every act of an operator, as a row that stays: table <c>Acts</c>, partition <c>{campaign}</c> or <c>installation</c>, the newest first. A row is written before the act and
/// completed after it. Reasons are encrypted: people write what they like into them.
/// </summary>
public sealed class ActTrail(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "Acts";

    /// <summary>The partition of what belongs to no campaign.</summary>
    public const string Installation = "installation";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly NewestFirst _places = new();

    /// <summary>The place of the next act.</summary>
    internal string PlaceAt(DateTimeOffset now) => _places.KeyOf(now);

    internal Task BeginAsync(string partition, Act act, CancellationToken cancellationToken) => _table.AddEntityAsync(
        new TableEntity(partition, act.Id)
        {
            [nameof(Act.Operation)] = act.Operation,
            [nameof(Act.Path)] = act.Path,
            [nameof(Act.Subject)] = act.Subject,
            [nameof(Act.From)] = act.From,
            [nameof(Act.At)] = act.At,
        },
        cancellationToken);

    internal Task EndAsync(string partition, Act act, CancellationToken cancellationToken) => _table.UpdateEntityAsync(
        new TableEntity(partition, act.Id)
        {
            [nameof(Act.By)] = act.By,
            [nameof(Act.Reason)] = act.Reason.Length == 0 ? string.Empty : fields.Protect(act.Reason),
            [nameof(Act.Status)] = act.Status,
        },
        ETag.All,
        TableUpdateMode.Merge,
        cancellationToken);

    internal async Task<IReadOnlyList<Act>> ReadPageAsync(string partition, string? from, int take, CancellationToken cancellationToken)
    {
        List<Act> page = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from ?? string.Empty}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, maxPerPage: take, cancellationToken: cancellationToken))
        {
            page.Add(Read(row));
            if (page.Count == take)
            {
                break;
            }
        }

        return page;
    }

    private Act Read(TableEntity row) => new(
        row.RowKey,
        row.GetString(nameof(Act.Operation))!,
        row.GetString(nameof(Act.Path))!,
        row.GetString(nameof(Act.By)) ?? string.Empty,
        row.GetString(nameof(Act.Subject)) ?? string.Empty,
        row.GetString(nameof(Act.Reason)) is { Length: > 0 } reason ? fields.Unprotect(reason) : string.Empty,
        row.GetString(nameof(Act.From))!,
        row.GetDateTimeOffset(nameof(Act.At))!.Value,
        row.GetInt32(nameof(Act.Status)));
}
