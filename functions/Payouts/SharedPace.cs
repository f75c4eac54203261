using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Access;

namespace Compensation.Payouts;

/// <summary>
/// At most so many requests a second of one issuer, over all instances of the app: table <c>IssuerPaces</c>, partition <c>pace</c>, row <c>{issuer}</c>, holds when the next may
/// leave. Each takes that instant and moves it on, so that requests are spread evenly and never come in bursts. It is the world's time that counts, also where the app lives in another.
/// </summary>
public sealed class SharedPace(TableServiceClient tables, WallClock clock)
{
    public const string TableName = "IssuerPaces";

    private const string Next = "Next";
    private const int ChangesAtMost = 50;

    /// <summary>Instants further ahead than anybody waits were written before the clock was set back.</summary>
    private static readonly TimeSpan s_setBack = TimeSpan.FromMinutes(1);

    /// <summary>No timer is set for less.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Waits for the next instant at which a request may leave.</summary>
    /// <param name="issuer">Whose pace.</param>
    /// <param name="perSecond">How many requests a second.</param>
    /// <param name="patience">How long the caller waits at most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False, at once, where that would take longer than the caller's patience.</returns>
    internal async Task<bool> TakeAsync(string issuer, int perSecond, TimeSpan patience, CancellationToken cancellationToken)
    {
        Lane lane = _lanes.GetOrAdd(issuer, _ => new Lane());
        DateTimeOffset? turn;
        await lane.Turn.WaitAsync(cancellationToken);
        try
        {
            turn = await ReserveAsync(lane, issuer, TimeSpan.FromSeconds(1) / perSecond, patience, cancellationToken);
        }
        finally
        {
            lane.Turn.Release();
        }

        TimeSpan wait = turn - clock.Now ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            using PeriodicTimer timer = new(wait > s_shortest ? wait : s_shortest, clock.Time);
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return turn is not null;
    }

    private async Task<DateTimeOffset?> ReserveAsync(Lane lane, string issuer, TimeSpan apart, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            lane.Row ??= await FindAsync(issuer, cancellationToken);
            DateTimeOffset now = clock.Now;
            DateTimeOffset next = lane.Row.GetDateTimeOffset(Next) ?? now;
            DateTimeOffset turn = next <= now || next - now > patience + s_setBack ? now : next;
            if (turn - now > patience)
            {
                return null;
            }

            lane.Row[Next] = turn + apart;
            if (await TryMoveAsync(lane, cancellationToken))
            {
                return turn;
            }

            if (attempt == ChangesAtMost)
            {
                return null;
            }
        }
    }

    private async Task<TableEntity> FindAsync(string issuer, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>("pace", issuer, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value! : new TableEntity("pace", issuer);
    }

    /// <summary>The row stays known: as long as no other instance is at work, a request costs one write.</summary>
    private async Task<bool> TryMoveAsync(Lane lane, CancellationToken cancellationToken)
    {
        TableEntity row = lane.Row!;
        lane.Row = null;
        try
        {
            Response written = row.ETag == default
                ? await _table.AddEntityAsync(row, cancellationToken)
                : await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
            row.ETag = written.Headers.ETag ?? default;
            lane.Row = row.ETag == default ? null : row;
            return true;
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412 or 404)
        {
            return false;
        }
    }

    /// <summary>What this instance knows of one issuer's row; one at a time.</summary>
    private sealed class Lane
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public TableEntity? Row { get; set; }
    }
}
