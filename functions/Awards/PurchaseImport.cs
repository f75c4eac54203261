using Compensation.Awards.Spool;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards;

/// <summary>
/// Takes a purchase file in, wholly or not at all: every row is checked, by itself, against the others and against what is on file, before the first is
/// written. The same file again changes nothing; what a crash leaves half written is completed by importing the same file again.
/// </summary>
public sealed class PurchaseImport(
    CampaignCatalog campaigns, PurchaseStore store, PurchaseShard shards, PurchaseFiles files, ImportLeases leases, TimeProvider time, ILogger<PurchaseImport> log)
{
    private const int ErrorsListedMax = 1_000;
    private const int ShardsAtOnce = 4;

    /// <param name="id">A campaign that awards points.</param>
    /// <param name="file">As <c>docs/purchases-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result and the record.</param>
    /// <param name="by">Who brings it, or null.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task<PurchaseImportResult> ImportAsync(CampaignId id, ReceivedFile file, string fileName, string? by, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        PurchaseImportResult nothing = new(PurchaseImportOutcome.Closed, fileName, file.Sha256, 0, ImportCounts.None, 0, []) { Encoding = file.Encoding.Name };
        if (time.GetUtcNow() >= campaign.PurchasesEndAt)
        {
            return Closed(campaign, nothing);
        }

        RowErrors errors = new(ErrorsListedMax);
        using MemberSpool<FiledPurchase> spool = new(campaign.Shards);
        long rows = await SpoolAsync(campaign, file, spool, errors, cancellationToken);
        PurchaseImportResult read = nothing with { Outcome = PurchaseImportOutcome.Invalid, Rows = rows };
        PurchaseImportResult result = errors.Count == 0 ? await TakeAsync(campaign, spool, read, by, errors, cancellationToken) : read;
        result = result with { ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        log.PurchasesImported(id, result.Outcome, rows, result.Counts.Added, result.Counts.Replaced, result.Counts.Unchanged, result.Counts.Older, result.ErrorCount);
        return result;
    }

    /// <summary>With the campaign's purchases to itself, over all instances.</summary>
    private async Task<PurchaseImportResult> TakeAsync(
        Campaign campaign, MemberSpool<FiledPurchase> spool, PurchaseImportResult read, string? by, RowErrors errors, CancellationToken cancellationToken)
    {
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Purchases, read.File, by) { Sha256 = read.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return read with { Outcome = PurchaseImportOutcome.Busy, Rows = 0, Detail = await leases.WhoIsAtWorkAsync(campaign.Id, ImportKind.Purchases, cancellationToken) };
        }

        try
        {
            PurchaseImportResult result = await ImportAsync(campaign, spool, read, turn, errors, cancellationToken);
            if (result.Outcome is PurchaseImportOutcome.Imported or PurchaseImportOutcome.Unchanged)
            {
                await turn.CompleteAsync(result.Outcome == PurchaseImportOutcome.Imported, CountsOf(result));
            }

            return result;
        }
        catch (ImportTurnLostException lost)
        {
            return read with { Outcome = PurchaseImportOutcome.Busy, Rows = 0, Detail = ImportLeases.LostHalfWay(lost) };
        }
    }

    private async Task<PurchaseImportResult> ImportAsync(
        Campaign campaign, MemberSpool<FiledPurchase> spool, PurchaseImportResult read, ImportLease turn, RowErrors errors, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(campaign.Id, read.Sha256, cancellationToken) is { } first)
        {
            return read with { Outcome = PurchaseImportOutcome.Unchanged, Counts = ImportCounts.None with { Unchanged = read.Rows }, First = first };
        }

        ImportCounts counts = await CompareAsync(campaign, spool, errors, cancellationToken);
        if (errors.Count > 0)
        {
            return read;
        }

        // Checking may have taken long; so may writing, which half of the time before the last correction is left for.
        return time.GetUtcNow() >= campaign.PurchasesEndAt + (PointsGrant.LastFiles / 2)
            ? Closed(campaign, read with { Outcome = PurchaseImportOutcome.Closed, Rows = 0 })
            : await turn.WriteAsync(stop => WriteAsync(campaign, spool, read, counts, stop), cancellationToken);
    }

    private async Task<PurchaseImportResult> WriteAsync(
        Campaign campaign, MemberSpool<FiledPurchase> spool, PurchaseImportResult read, ImportCounts compared, CancellationToken cancellationToken)
    {
        ImportCounts counts = await files.BeginAsync(campaign.Id, read.Sha256, compared, cancellationToken);
        if (counts.Added + counts.Replaced > 0)
        {
            await Parallel.ForEachAsync(spool.Shards, AtOnce(cancellationToken), async (shard, stop) =>
                await shards.WriteAsync(campaign.Id, shard, FiledMember.GroupsOf(spool.Read(shard), (_, _) => { }), stop));
        }

        PurchaseImportResult done = read with { Outcome = counts.Added + counts.Replaced > 0 ? PurchaseImportOutcome.Imported : PurchaseImportOutcome.Unchanged, Counts = counts };
        await files.AddAsync(campaign.Id, done, cancellationToken);
        return done;
    }

    /// <summary>What a file did that is on file already is what it did first.</summary>
    private static Dictionary<string, long> CountsOf(PurchaseImportResult result)
    {
        ImportCounts counts = result.First ?? result.Counts;
        return new(StringComparer.Ordinal)
        {
            ["rows"] = result.Rows,
            ["added"] = counts.Added,
            ["replaced"] = counts.Replaced,
            ["unchanged"] = counts.Unchanged,
            ["older"] = counts.Older,
        };
    }

    /// <summary>Each row by itself; those in order go to their shard's part of the spool.</summary>
    /// <returns>How many those are.</returns>
    private async Task<long> SpoolAsync(Campaign campaign, ReceivedFile file, MemberSpool<FiledPurchase> spool, RowErrors errors, CancellationToken cancellationToken)
    {
        MemberIds ids = new(store, campaign.Id);
        long rows = 0;
        await foreach ((long line, MemberId member, RecordedPurchase purchase) in PurchaseReader.ReadAsync(file, campaign.Award!, errors, cancellationToken))
        {
            rows++;
            spool.Add(new FiledPurchase(line, ids.Of(member), member, purchase));
        }

        return rows;
    }

    /// <summary>The rows against each other, and against everything that is on file.</summary>
    private async Task<ImportCounts> CompareAsync(Campaign campaign, MemberSpool<FiledPurchase> spool, RowErrors errors, CancellationToken cancellationToken)
    {
        Lock gate = new();
        ImportCounts sum = ImportCounts.None;
        await Parallel.ForEachAsync(spool.Shards, AtOnce(cancellationToken), async (shard, stop) =>
        {
            IEnumerable<FiledMember> members = FiledMember.GroupsOf(spool.Read(shard), (row, other) => Add(Contradiction(row, other)));
            ImportCounts counts = await shards.CompareAsync(campaign.Id, shard, members, Add, stop);
            lock (gate)
            {
                sum += counts;
            }
        });
        return sum;

        void Add(RowError error)
        {
            lock (gate)
            {
                errors.Add(error);
            }
        }
    }

    private PurchaseImportResult Closed(Campaign campaign, PurchaseImportResult nothing)
    {
        log.PurchasesClosed(campaign.Id);
        return nothing with { Detail = $"Purchases were taken until {JapanTime.LastMinuteBefore(campaign.PurchasesEndAt)}; soon after, points are corrected for the last time. Nothing of this file can be granted or withdrawn any more." };
    }

    private static RowError Contradiction(FiledPurchase row, FiledPurchase other) => new(
        row.Line, PurchaseReader.Revision, $"the same transaction and revision as on line {other.Line}, with other facts", "a higher revision with every change");

    private static ParallelOptions AtOnce(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
}

/// <summary>What came of a purchase file.</summary>
/// <param name="Outcome">What was done with the file as a whole.</param>
/// <param name="File">The name it was sent under.</param>
/// <param name="Sha256">The file's hash, 64 hex digits.</param>
/// <param name="Rows">Rows that are in order by themselves.</param>
/// <param name="Counts">What became of its transactions.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first 1,000 of them, in the order of lines.</param>
public sealed record PurchaseImportResult(
    PurchaseImportOutcome Outcome, string File, string Sha256, long Rows, ImportCounts Counts, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    /// <summary>In which the file was read.</summary>
    public string? Encoding { get; init; }

    /// <summary>What the same file did when it was taken in first; null where it had not been.</summary>
    public ImportCounts? First { get; init; }

    /// <summary>Why nothing was taken; null where that is not said by errors.</summary>
    public string? Detail { get; init; }
}

/// <summary>What was done with a purchase file as a whole.</summary>
public enum PurchaseImportOutcome
{
    /// <summary>Everything in it that was new is on file now.</summary>
    Imported,

    /// <summary>All of it was on file already.</summary>
    Unchanged,

    /// <summary>It has errors. Nothing was written.</summary>
    Invalid,

    /// <summary>It has come too late: points are not corrected any more. Nothing was written.</summary>
    Closed,

    /// <summary>Another file is being taken in, and has taken longer than this one waits. Send it again.</summary>
    Busy,
}
