using Azure;
using Azure.Data.Tables;

namespace Compensation.Local.Host.Timers;

/// <summary>Keeps what timers must know after a restart: one row for each, in the table TimerStatus.</summary>
/// <param name="storage">The app's storage account.</param>
/// <param name="hub">The app's own name in that account: the partition.</param>
internal sealed class TimerStatusTable(TableServiceClient storage, string hub)
{
    private readonly TableClient _table = storage.GetTableClient("TimerStatus");

    public Task CreateAsync(CancellationToken cancellation) => _table.CreateIfNotExistsAsync(cancellation);

    public async Task<ScheduleStatus?> ReadAsync(string timer, CancellationToken cancellation)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(hub, timer, cancellationToken: cancellation);
        return found.HasValue ? Status(found.Value!) : null;
    }

    public async Task WriteAsync(string timer, ScheduleStatus status, CancellationToken cancellation)
    {
        TableEntity row = new(hub, timer)
        {
            [nameof(ScheduleStatus.Next)] = status.Next,
            [nameof(ScheduleStatus.LastUpdated)] = status.LastUpdated,
        };
        // The service's times begin in 1601: "never" is no value at all.
        if (status.Last != default)
            row[nameof(ScheduleStatus.Last)] = status.Last;
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    private static ScheduleStatus Status(TableEntity row) => new()
    {
        Last = row.GetDateTimeOffset(nameof(ScheduleStatus.Last))?.UtcDateTime ?? default,
        Next = row.GetDateTimeOffset(nameof(ScheduleStatus.Next))?.UtcDateTime ?? default,
        LastUpdated = row.GetDateTimeOffset(nameof(ScheduleStatus.LastUpdated))?.UtcDateTime ?? default,
    };
}
