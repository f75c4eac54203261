using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.Coupons;

/// <summary>Lets one file at a time at a campaign's ledger, over all machines, whoever dies in between.</summary>
public sealed class LedgerLeases(TableServiceClient tables, ClaimHolders holders, IOptions<LedgerOptions> options, TimeProvider time)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(200);

    private readonly TableClient _table = tables.GetTableClient(ImportBook.TableName);
    private readonly ConcurrentDictionary<CampaignId, SemaphoreSlim> _inThisProcess = new();

    private TimeSpan Length => TimeSpan.FromMinutes(options.Value.LeaseMinutes);

    /// <summary>Waits for the ledger to be free, within <see cref="LedgerOptions.PatienceSeconds"/>.</summary>
    /// <returns>The turn; or, where it is still another file's, null.</returns>
    public async Task<LedgerLease?> TakeAsync(CampaignId campaign, ImportKind kind, string file, string? by, CancellationToken cancellationToken)
    {
        TimeSpan patience = TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        SemaphoreSlim mine = _inThisProcess.GetOrAdd(campaign, _ => new SemaphoreSlim(1));
        if (!await mine.WaitAsync(patience, cancellationToken))
        {
            return null;
        }

        try
        {
            using PeriodicTimer look = new(s_lookEvery, time);
            for (TimeSpan waited = TimeSpan.Zero; ; waited += s_lookEvery)
            {
                if (await TryTakeAsync(campaign, kind, file, by, () => mine.Release(), cancellationToken) is { } lease)
                {
                    return lease;
                }

                if (waited >= patience)
                {
                    mine.Release();
                    return null;
                }

                await look.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch
        {
            mine.Release();
            throw;
        }
    }

    /// <summary>From now on no file's turn can be completed. Repeating it is harmless.</summary>
    internal Task CloseAsync(CampaignId campaign, CancellationToken cancellationToken) => new LedgerGate(_table).CloseAsync(ImportBook.PartitionOf(campaign), cancellationToken);

    /// <summary>The file that is at the ledger, or null.</summary>
    internal async Task<LedgerTurn?> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        TableEntity? row = await ReadAsync(campaign, cancellationToken);
        return row is not null && IsAtWork(row) ? LedgerTurn.Read(row) : null;
    }

    private async Task<LedgerLease?> TryTakeAsync(CampaignId campaign, ImportKind kind, string file, string? by, Action release, CancellationToken cancellationToken)
    {
        TableEntity? earlier = await ReadAsync(campaign, cancellationToken);
        if (earlier is not null && IsAtWork(earlier))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        LedgerTurn turn = new(ImportBook.PartitionOf(campaign), ImportEntry.NewId(now), kind, file, by, now, holders.Me, Guid.NewGuid());
        TableEntity row = turn.ToRow(now + Length);
        try
        {
            Response taken = earlier is null
                ? await _table.AddEntityAsync(row, cancellationToken)
                : await _table.UpdateEntityAsync(row, earlier.ETag, TableUpdateMode.Replace, cancellationToken);
            return new LedgerLease(_table, turn, taken.Headers.ETag!.Value, Length, time, new Ending(holders.Begin(turn.Attempt), release));
        }
        catch (RequestFailedException quicker) when (quicker.Status is 409 or 412)
        {
            return null;
        }
    }

    private async Task<TableEntity?> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(ImportBook.PartitionOf(campaign), LedgerTurn.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>An end further ahead than any lease is long was set by a clock that has been set back since: it counts as past.</summary>
    private bool IsAtWork(TableEntity row)
    {
        TimeSpan left = row.GetDateTimeOffset(LedgerTurn.Until)!.Value - time.GetUtcNow();
        LedgerTurn turn = LedgerTurn.Read(row);
        return left > TimeSpan.Zero && left <= Length && holders.MayBeAtWork(turn.Holder, turn.Attempt);
    }

    private sealed class Ending(IDisposable work, Action release) : IDisposable
    {
        public void Dispose()
        {
            work.Dispose();
            release();
        }
    }
}
