using System.Text;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Operations;
using Compensation.Operations.Alarms;

namespace Compensation.Notices.EventGrid;

/// <summary>
/// Events that could not be understood, kept so that nothing a carrier said is lost. Table <c>SetAsideEvents</c>, partition <c>all</c>, the newest first;
/// what came is encrypted, because it names a person.
/// </summary>
public sealed class SetAsideEvents(TableServiceClient tables, ProtectedFields fields, IAlarms alarms, TimeProvider time)
{
    public const string TableName = "SetAsideEvents";

    private const string Partition = "all";
    private const int JsonBytesMax = 8 << 10;

    /// <summary>What is no UTF-8 takes as much room as it came with: three times as much would not fit the row.</summary>
    private static readonly Encoding s_text = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("?"));
    private const int TransactionSizeMax = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly NewestFirst _places = new();

    internal async Task KeepAsync(IReadOnlyCollection<ReceivedEvent> faulty, int delivered, CancellationToken cancellationToken)
    {
        if (faulty.Count == 0)
        {
            return;
        }

        foreach (ReceivedEvent[] chunk in faulty.Chunk(TransactionSizeMax))
        {
            await _table.SubmitTransactionAsync(chunk.Select(received => new TableTransactionAction(TableTransactionActionType.Add, RowOf(received))), cancellationToken);
        }

        string reasons = string.Join(' ', faulty.Select(received => received.Fault).Distinct(StringComparer.Ordinal).Take(3));
        await alarms.RaiseAsync(AlarmKind.EventsSetAside, campaign: null, matter: string.Empty, $"{faulty.Count} of {delivered} events of a delivery could not be understood and were set aside. {reasons}", cancellationToken);
    }

    /// <summary>Whether there are any of a range.</summary>
    public async Task<bool> HasAsync(PlaceRange range, CancellationToken cancellationToken) => await KeysAsync(range, perPage: 1, cancellationToken).AnyAsync(cancellationToken);

    /// <summary>Deletes those of a range: they name people.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ForgetAsync(PlaceRange range, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        await foreach (TableEntity[] some in KeysAsync(range, perPage: null, cancellationToken).Chunk(TransactionSizeMax))
        {
            await _table.TryDeleteAllAsync(some, cancellationToken);
            forgotten += some.Length;
        }

        return forgotten;
    }

    private AsyncPageable<TableEntity> KeysAsync(PlaceRange range, int? perPage, CancellationToken cancellationToken) => _table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {range.From} and RowKey lt {range.Before}"), perPage, [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken);

    internal async Task<IReadOnlyList<SetAsideEvent>> ReadPageAsync(string? from, int take, CancellationToken cancellationToken)
    {
        List<SetAsideEvent> page = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {from ?? string.Empty}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, maxPerPage: take, cancellationToken: cancellationToken))
        {
            page.Add(new SetAsideEvent(row.RowKey, row.GetDateTimeOffset(nameof(SetAsideEvent.At))!.Value, row.GetString(nameof(SetAsideEvent.Fault))!, fields.UnprotectOrNull(row.GetString(nameof(SetAsideEvent.Json))!) ?? string.Empty));
            if (page.Count == take)
            {
                break;
            }
        }

        return page;
    }

    private TableEntity RowOf(ReceivedEvent received)
    {
        DateTimeOffset now = time.GetUtcNow();
        ReadOnlySpan<byte> json = received.Json.ToMemory().Span;
        return new TableEntity(Partition, _places.KeyOf(now))
        {
            [nameof(SetAsideEvent.At)] = now,
            [nameof(SetAsideEvent.Fault)] = received.Fault,
            [nameof(SetAsideEvent.Json)] = fields.Protect(s_text.GetString(json[..Math.Min(json.Length, JsonBytesMax)])),
        };
    }
}

/// <summary>An event that could not be understood.</summary>
/// <param name="Id">Its place in the list.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="Fault">Why.</param>
/// <param name="Json">As it came, its first 8 KB.</param>
public sealed record SetAsideEvent(string Id, DateTimeOffset At, string Fault, string Json);
