using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Payouts;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>
/// Takes a coupon ledger in, wholly or not at all: every row is checked, by itself, against the others and against what is on file, before the first is
/// written, and what is written counts from one single write at the end. What a crash leaves behind does not count; the same file again begins anew.
/// </summary>
public sealed class LedgerImport(
    CampaignCatalog campaigns,
    CouponStore coupons,
    LedgerComparison comparison,
    CouponWriter writer,
    LedgerFiles files,
    LedgerLeases leases,
    LedgerDoor door,
    StockCoverage coverage,
    PeopleIndex people,
    Erasures erasures,
    TimeProvider time,
    ILogger<LedgerImport> log)
{
    private const int TransactionsAtOnce = 8;
    private const int ErrorsListedMax = 1_000;

    /// <param name="id">The campaign.</param>
    /// <param name="file">As <c>docs/ledger-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result and the record.</param>
    /// <param name="by">Who brings it, or null.</param>
    /// <param name="dryRun">Check everything, write nothing.</param>
    /// <param name="cancellationToken">Stops between transactions; then nothing of the file counts.</param>
    public async Task<ImportResult> ImportAsync(CampaignId id, ReceivedFile file, string fileName, string? by, bool dryRun, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        ImportResult nothing = new(ImportOutcome.Closed, fileName, file.Sha256, 0, 0, 0, 0, Yen.Zero, 0, []) { Encoding = file.Encoding.Name, Warnings = [.. door.WarningsFor(campaign)] };
        ImportResult result = await door.ReasonToRefuseAsync(campaign, cancellationToken) is { } closed
            ? nothing with { Detail = closed }
            : await CheckAndTakeAsync(campaign, file, nothing, by, dryRun, cancellationToken);
        log.LedgerImported(id, result.Outcome, result.Rows, result.Written, result.Corrected, result.Unchanged, result.ErrorCount);
        return result;
    }

    private async Task<ImportResult> CheckAndTakeAsync(Campaign campaign, ReceivedFile file, ImportResult nothing, string? by, bool dryRun, CancellationToken cancellationToken)
    {
        RowErrors errors = new(ErrorsListedMax);
        LedgerIndex index = new();
        ImportResult read = await CheckAsync(campaign, file, index, errors, nothing, cancellationToken);
        if (errors.Count > 0)
        {
            return Refused(read, errors);
        }

        if (dryRun)
        {
            (ImportResult found, _) = await CompareAsync(campaign, file, index, read, dryRun, cancellationToken);
            return found.Outcome == ImportOutcome.Imported ? found with { Outcome = ImportOutcome.Checked } : found;
        }

        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Ledger, read.File, by) { Sha256 = read.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return nothing with { Outcome = ImportOutcome.Busy, Detail = await door.WhoIsAtWorkAsync(campaign.Id, cancellationToken) };
        }

        try
        {
            return await TakeAsync(campaign, file, index, read, turn, by, cancellationToken);
        }
        catch (LedgerClosedException)
        {
            return nothing with { Detail = LedgerDoor.Overtaken(campaign) };
        }
        catch (ImportTurnLostException lost)
        {
            return nothing with { Outcome = ImportOutcome.Busy, Detail = $"{lost.Message} Nothing of this file counts; send it again." };
        }
    }

    /// <summary>Each row by itself, and against the others of the file.</summary>
    private async Task<ImportResult> CheckAsync(
        Campaign campaign, ReceivedFile file, LedgerIndex index, RowErrors errors, ImportResult nothing, CancellationToken cancellationToken)
    {
        Dictionary<Yen, long> owed = [];
        await foreach (LedgerRow row in LedgerReader.ReadAsync(file, campaign.InquiryNumbers, errors, cancellationToken))
        {
            int earlier = index.Add(coupons.Hashes.OfNumber(campaign.Id, row.Number), coupons.Hashes.OfFacts(campaign.Id, row), row);
            if (earlier > 0)
            {
                errors.Add(new RowError(row.Line, LedgerReader.Number, $"the same coupon as on line {earlier}", "each coupon once, however its number is written"));
            }
            else if (Eligibility.Of(campaign.Eligibility, row.Coupon) is Eligibility.Eligible)
            {
                owed[row.Coupon.Balance] = owed.GetValueOrDefault(row.Coupon.Balance) + 1;
            }
        }

        return nothing with
        {
            Rows = index.Count,
            People = checked((int)owed.Values.Sum()),
            Yen = new Yen(owed.Sum(amount => checked(amount.Key.Amount * amount.Value))),
            Uncovered = errors.Count > 0 ? UncoveredAmounts.None : await coverage.OfAsync(campaign, owed, cancellationToken),
        };
    }

    private async Task<ImportResult> TakeAsync(
        Campaign campaign, ReceivedFile file, LedgerIndex index, ImportResult read, ImportLease turn, string? by, CancellationToken cancellationToken)
    {
        if (await door.ReasonToRefuseAsync(campaign, cancellationToken) is { } closed)
        {
            return read with { Rows = 0, People = 0, Yen = Yen.Zero, Detail = closed };
        }

        (ImportResult compared, IReadOnlySet<string> counted) = await CompareAsync(campaign, file, index, read, dryRun: false, cancellationToken);
        if (compared.Outcome != ImportOutcome.Imported)
        {
            return compared;
        }

        await WriteAsync(campaign, file, index, new LedgerFile(campaign.Id, turn.FileId, counted) { Erased = await erasures.NumbersAsync(campaign.Id, cancellationToken) }, cancellationToken);
        ImportResult done = compared with { Outcome = compared.Written + compared.Corrected == 0 ? ImportOutcome.Unchanged : ImportOutcome.Imported, Import = turn.FileId };
        await leases.CompleteAsync(turn, new ImportEntry(turn.FileId, ImportKind.Ledger, done.File, done.Sha256, by, time.GetUtcNow(), CountsOf(done)));
        return done;
    }

    /// <summary>The file against what is on file.</summary>
    /// <returns>Imported where nothing stands against it, with what there is to do; and the marks of the files that count.</returns>
    private async Task<(ImportResult Compared, IReadOnlySet<string> Counted)> CompareAsync(
        Campaign campaign, ReceivedFile file, LedgerIndex index, ImportResult read, bool dryRun, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        if (!dryRun && await files.CountsAsync(campaign.Id, read.Sha256, cancellationToken))
        {
            return (read with { Outcome = ImportOutcome.Unchanged, Unchanged = read.Rows }, counted);
        }

        await comparison.RunAsync(campaign, index, counted, dryRun, cancellationToken);
        if (index[LedgerIndex.Standing.Conflict] == 0)
        {
            return (Compared(read, index), counted);
        }

        RowErrors errors = new(ErrorsListedMax);
        await DescribeConflictsAsync(campaign, file, index, errors, cancellationToken);
        return (Refused(read, errors), counted);
    }

    private static ImportResult Compared(ImportResult read, LedgerIndex index) => read with
    {
        Outcome = ImportOutcome.Imported,
        Written = index[LedgerIndex.Standing.New],
        Corrected = index[LedgerIndex.Standing.Corrects],
        Superseded = index[LedgerIndex.Standing.Superseded],
        Unchanged = index[LedgerIndex.Standing.Stored] + index[LedgerIndex.Standing.Superseded],
    };

    private static Dictionary<string, long> CountsOf(ImportResult result) => new(StringComparer.Ordinal)
    {
        ["rows"] = result.Rows,
        ["written"] = result.Written,
        ["corrected"] = result.Corrected,
        ["unchanged"] = result.Unchanged,
        ["people"] = result.People,
        ["yen"] = result.Yen.Amount,
    };

    private async Task DescribeConflictsAsync(Campaign campaign, ReceivedFile file, LedgerIndex index, RowErrors errors, CancellationToken cancellationToken)
    {
        await foreach (LedgerRow row in LedgerReader.ReadAsync(file, campaign.InquiryNumbers, new RowErrors(), cancellationToken))
        {
            if (StandingOf(campaign, index, row) == LedgerIndex.Standing.Conflict)
            {
                errors.Add(new RowError(row.Line, LedgerReader.Balance, "differs from what an earlier import states of this coupon", "the same balance as before; balances change by adjustments"));
            }
        }
    }

    private async Task WriteAsync(Campaign campaign, ReceivedFile file, LedgerIndex index, LedgerFile taken, CancellationToken cancellationToken)
    {
        PeopleIndexBatch found = people.Open(campaign.Id);
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = TransactionsAtOnce, CancellationToken = cancellationToken };
        if (index[LedgerIndex.Standing.New] > 0)
        {
            await Parallel.ForEachAsync(
                CouponBatches.Of(campaign, coupons, Rows(LedgerIndex.Standing.New)), atOnce, async (batch, stop) => await writer.AddAsync(taken, batch, found, stop));
        }

        if (index[LedgerIndex.Standing.Corrects] > 0)
        {
            await Parallel.ForEachAsync(Rows(LedgerIndex.Standing.Corrects), atOnce, async (row, stop) => await writer.CorrectAsync(taken, row, found, stop));
        }

        await found.FlushAsync(cancellationToken);

        IAsyncEnumerable<LedgerRow> Rows(LedgerIndex.Standing standing) => LedgerReader.ReadAsync(file, campaign.InquiryNumbers, new RowErrors(), cancellationToken)
            .Where(row => StandingOf(campaign, index, row) == standing);
    }

    private LedgerIndex.Standing StandingOf(Campaign campaign, LedgerIndex index, LedgerRow row) => index.StandingOf(coupons.Hashes.OfNumber(campaign.Id, row.Number));

    private static ImportResult Refused(ImportResult read, RowErrors errors) =>
        read with { Outcome = ImportOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
}
