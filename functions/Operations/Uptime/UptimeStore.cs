using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Operations.Uptime;

/// <summary>
/// Minutes in which the app lived, and minutes in which an outside probe could not reach it: table <c>Uptime</c>, partitions <c>beats</c> and <c>probes</c>, a row of 180 bytes for each of UTC's days, a bit for
/// each of its minutes. A minute noted twice is noted once.
/// </summary>
public sealed class UptimeStore(TableServiceClient tables)
{
    public const string TableName = "Uptime";

    private const string Beats = "beats";
    private const string Probes = "probes";
    private const string Column = "Minutes";
    private const string KeyFormat = "yyyy-MM-dd";
    private const int MinutesOfDay = 24 * 60;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The app lives in this minute.</summary>
    public Task BeatAsync(DateTimeOffset minute, CancellationToken cancellationToken) => AddAsync(Beats, [minute], cancellationToken);

    /// <summary>The app lived in these minutes, or, of a probe, could not be reached.</summary>
    internal Task AddBeatsAsync(IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken) => AddAsync(Beats, minutes, cancellationToken);

    /// <summary>A probe could not reach the app in these minutes.</summary>
    public Task AddDownAsync(IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken) => AddAsync(Probes, minutes, cancellationToken);

    /// <summary>
    /// The minutes from one instant up to another, that one not included, in which the app was down: those without a heartbeat after the first one ever, and those that a probe has posted. At most six reads.
    /// </summary>
    public async Task<IReadOnlyList<DateTimeOffset>> ReadDownAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (until <= from)
        {
            return [];
        }

        Task<Dictionary<DateOnly, byte[]>> probes = ReadAsync(Probes, from, until, cancellationToken);
        Dictionary<DateOnly, byte[]> beats = await ReadAsync(Beats, from, until, cancellationToken);
        DateTimeOffset? first = await FirstBeatAsync(cancellationToken);
        Dictionary<DateOnly, byte[]> posted = await probes;
        return [.. Minutes(MinuteOf(from), until).Where(minute => IsSet(posted, minute) || (minute > first && !IsSet(beats, minute)))];
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset instant) => instant.ToUniversalTime().AddTicks(-(instant.Ticks % TimeSpan.TicksPerMinute));

    /// <summary>Those that have ended by then.</summary>
    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from, DateTimeOffset until)
    {
        for (DateTimeOffset minute = from; minute.AddMinutes(1) <= until; minute = minute.AddMinutes(1))
        {
            yield return minute;
        }
    }

    private async Task AddAsync(string partition, IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken)
    {
        foreach (IGrouping<DateOnly, DateTimeOffset> day in minutes.GroupBy(DayOf))
        {
            while (!await TryAddAsync(partition, day.Key, [.. day], cancellationToken))
            {
                // Another instance beat in the same moment: it has been noted, and this one is added to it.
            }
        }
    }

    private async Task<bool> TryAddAsync(string partition, DateOnly day, IReadOnlyList<DateTimeOffset> minutes, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> known = await _table.GetEntityIfExistsAsync<TableEntity>(partition, KeyOf(day), cancellationToken: cancellationToken);
        byte[] bits = known.HasValue ? known.Value!.GetBinary(Column) : new byte[MinutesOfDay / 8];
        if (minutes.All(minute => IsSet(bits, minute)))
        {
            return true;
        }

        foreach (DateTimeOffset minute in minutes)
        {
            bits[IndexOf(minute) / 8] |= (byte)(1 << (IndexOf(minute) % 8));
        }

        TableEntity row = new(partition, KeyOf(day)) { [Column] = bits };
        TableTransactionAction write = known.HasValue
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, known.Value!.ETag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        return await _table.TrySubmitAsync([write], cancellationToken);
    }

    private async Task<Dictionary<DateOnly, byte[]>> ReadAsync(string partition, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        (string first, string last) = (KeyOf(DayOf(from)), KeyOf(DayOf(until)));
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        return await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .ToDictionaryAsync(row => DateOnly.ParseExact(row.RowKey, KeyFormat, CultureInfo.InvariantCulture), row => row.GetBinary(Column), cancellationToken: cancellationToken);
    }

    /// <summary>Before it nothing is known of heartbeats, so that none is missing.</summary>
    private async Task<DateTimeOffset?> FirstBeatAsync(CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Beats}");
        TableEntity? row = await _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        DateTimeOffset day = new(DateOnly.ParseExact(row.RowKey, KeyFormat, CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
        return Minutes(day, day.AddDays(1)).First(minute => IsSet(row.GetBinary(Column), minute));
    }

    private static bool IsSet(Dictionary<DateOnly, byte[]> days, DateTimeOffset minute) => days.TryGetValue(DayOf(minute), out byte[]? bits) && IsSet(bits, minute);

    private static bool IsSet(byte[] bits, DateTimeOffset minute) => (bits[IndexOf(minute) / 8] & (1 << (IndexOf(minute) % 8))) != 0;

    private static int IndexOf(DateTimeOffset minute) => (int)minute.UtcDateTime.TimeOfDay.TotalMinutes;

    private static DateOnly DayOf(DateTimeOffset minute) => DateOnly.FromDateTime(minute.UtcDateTime);

    private static string KeyOf(DateOnly day) => day.ToString(KeyFormat, CultureInfo.InvariantCulture);
}
