using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Files;

/// <summary>
/// Lets one file at a time at what it changes, over all machines, whoever dies in between: of two that contradict each other the second is compared with what the first has left,
/// and they are not mixed.
/// </summary>
public sealed class ImportLeases(TableServiceClient tables, ClaimHolders holders, IOptions<ImportOptions> options, TimeProvider time)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(200);

    private readonly TableClient _table = tables.GetTableClient(ImportBook.TableName);
    private readonly ConcurrentDictionary<(string Partition, string Row), SemaphoreSlim> _inThisProcess = new();

    private TimeSpan Length => TimeSpan.FromMinutes(options.Value.LeaseMinutes);

    /// <summary>Waits for whoever is there, within <see cref="ImportOptions.PatienceSeconds"/>.</summary>
    /// <returns>The turn; or, where it is still another file's, null.</returns>
    public async Task<ImportLease?> TakeAsync(ImportWork work, CancellationToken cancellationToken)
    {
        TimeSpan patience = TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        SemaphoreSlim mine = _inThisProcess.GetOrAdd((ImportTurn.PartitionOf(work.Campaign, work.Kind), ImportTurn.RowKeyOf(work.Kind)), _ => new SemaphoreSlim(1));
        if (!await mine.WaitAsync(patience, cancellationToken))
        {
            return null;
        }

        try
        {
            using PeriodicTimer look = new(s_lookEvery, time);
            for (TimeSpan waited = TimeSpan.Zero; ; waited += s_lookEvery)
            {
                if (await TryTakeAsync(work, () => mine.Release(), cancellationToken) is { } lease)
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

    /// <summary>For who had no turn: which file is in the way.</summary>
    public async Task<string> WhoIsAtWorkAsync(CampaignId campaign, ImportKind kind, CancellationToken cancellationToken) => await FindAsync(campaign, kind, cancellationToken) is { } turn
        ? $"Another file is being taken in ({turn}). One at a time: send this one again when that is done."
        : "Another file was being taken in. Send this one again.";

    /// <summary>For who has lost it.</summary>
    public static string LostHalfWay(ImportTurnLostException lost) => $"{lost.Message} What was written of this file counts: send it again, and the rest is compared with what the other has left.";

    /// <summary>The files of a campaign that were begun and are not known to have come to their end, with those that are under way: one query, and one read for codes.</summary>
    public async Task<IReadOnlyList<ImportEntry>> ReadOpenAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {ImportBook.PartitionOf(campaign)} and RowKey ge {ImportTurn.Prefix} and RowKey lt {ImportTurn.PrefixEnd}");
        List<TableEntity> rows = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        if (await ReadAsync(ImportTurn.Everywhere, ImportTurn.RowKeyOf(ImportKind.Codes), cancellationToken) is { } codes && ImportTurn.Read(codes).Work.Campaign == campaign)
        {
            rows.Add(codes);
        }

        return [.. rows.Where(row => !HasEnded(row)).Select(row => ImportTurn.Read(row).ToEntry(IsAtWork(row) ? ImportStanding.UnderWay : ImportStanding.BrokenOff)).OfType<ImportEntry>()];
    }

    /// <summary>Who is at work, or null.</summary>
    internal async Task<ImportTurn?> FindAsync(CampaignId campaign, ImportKind kind, CancellationToken cancellationToken) =>
        await ReadAsync(ImportTurn.PartitionOf(campaign, kind), ImportTurn.RowKeyOf(kind), cancellationToken) is { } row && IsAtWork(row) ? ImportTurn.Read(row) : null;

    private async Task<ImportLease?> TryTakeAsync(ImportWork work, Action release, CancellationToken cancellationToken)
    {
        TableEntity? earlier = await ReadAsync(ImportTurn.PartitionOf(work.Campaign, work.Kind), ImportTurn.RowKeyOf(work.Kind), cancellationToken);
        if (earlier is not null && IsAtWork(earlier))
        {
            return null;
        }

        if (earlier is not null && !HasEnded(earlier))
        {
            await NoteAsync(ImportTurn.Read(earlier), cancellationToken);
        }

        DateTimeOffset now = time.GetUtcNow();
        ImportTurn turn = new(work, ImportEntry.NewId(now), now, holders.Me, Guid.NewGuid());
        TableEntity row = turn.ToRow(now + Length);
        try
        {
            Response taken = earlier is null
                ? await _table.AddEntityAsync(row, cancellationToken)
                : await _table.UpdateEntityAsync(row, earlier.ETag, TableUpdateMode.Replace, cancellationToken);
            return new ImportLease(_table, turn, taken.Headers.ETag!.Value, Length, time, new Ending(holders.Begin(turn.Attempt), release));
        }
        catch (RequestFailedException quicker) when (quicker.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>That somebody has died at it stays on the list, whoever comes next. Where it was completed after all, or is in this moment, that stays or replaces it.</summary>
    private async Task NoteAsync(ImportTurn dead, CancellationToken cancellationToken)
    {
        if (dead.ToEntry(ImportStanding.BrokenOff) is { } begun)
        {
            await _table.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.Add, begun.ToRow(dead.Book))], cancellationToken);
        }
    }

    private async Task<TableEntity?> ReadAsync(string partition, string rowKey, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static bool HasEnded(TableEntity row) => row.GetDateTimeOffset(ImportTurn.Until) == ImportTurn.Ended;

    /// <summary>An end further ahead than any lease is long was set by a clock that has been set back since: it counts as past.</summary>
    private bool IsAtWork(TableEntity row)
    {
        TimeSpan left = row.GetDateTimeOffset(ImportTurn.Until)!.Value - time.GetUtcNow();
        ImportTurn turn = ImportTurn.Read(row);
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
