using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>
/// Takes a coupon ledger in, wholly or not at all: every row is checked, by itself, against the others and against what is on file,
/// before the first is written. What a crash leaves half written is completed by importing the same file again.
/// </summary>
public sealed class LedgerImport(
    CampaignCatalog campaigns,
    CouponStore coupons,
    CouponWriter writer,
    ImportRecords records,
    SealStore seals,
    TimeProvider time,
    ILogger<LedgerImport> log)
{
    private const int TransactionsAtOnce = 8;
    private const int ErrorsListedMax = 1_000;

    /// <param name="id">The campaign.</param>
    /// <param name="file">As <c>docs/ledger-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result and the record.</param>
    /// <param name="dryRun">Check everything, write nothing.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task<ImportResult> ImportAsync(CampaignId id, ReceivedFile file, string fileName, bool dryRun, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        ImportResult nothing = new(ImportOutcome.Closed, fileName, file.Sha256, 0, 0, 0, 0, Yen.Zero, 0, []) { Encoding = file.Encoding.Name };
        if (time.GetUtcNow() >= campaign.CutoffAt || await seals.FindAsync(id, cancellationToken) is not null)
        {
            log.LedgerClosed(id);
            return nothing;
        }

        try
        {
            ImportResult result = await ImportAsync(campaign, file, nothing, dryRun, cancellationToken);
            log.LedgerImported(id, result.Outcome, result.Rows, result.Written, result.Unchanged, result.ErrorCount);
            return result;
        }
        catch (LedgerClosedException)
        {
            log.LedgerClosed(id);
            return nothing;
        }
    }

    private async Task<ImportResult> ImportAsync(Campaign campaign, ReceivedFile file, ImportResult nothing, bool dryRun, CancellationToken cancellationToken)
    {
        RowErrors errors = new(ErrorsListedMax);
        LedgerIndex index = new();
        ImportResult read = await CheckAsync(campaign, file, index, errors, nothing, cancellationToken);
        if (errors.Count > 0)
        {
            return Refused(read, errors);
        }

        if (await records.ContainsAsync(campaign.Id, read.Sha256, cancellationToken))
        {
            return read with { Outcome = ImportOutcome.Unchanged, Unchanged = read.Rows };
        }

        await CompareAsync(campaign, index, cancellationToken);
        if (index.Conflicts > 0)
        {
            await DescribeConflictsAsync(campaign, file, index, errors, cancellationToken);
            return Refused(read, errors);
        }

        ImportResult compared = read with { Written = read.Rows - index.Stored, Unchanged = index.Stored };
        if (dryRun)
        {
            return compared with { Outcome = ImportOutcome.Checked };
        }

        await WriteAsync(campaign, file, index, cancellationToken);
        ImportResult done = compared with { Outcome = compared.Written == 0 ? ImportOutcome.Unchanged : ImportOutcome.Imported };
        await records.AddAsync(campaign.Id, done, cancellationToken);
        return done;
    }

    /// <summary>Each row by itself, and against the others of the file.</summary>
    private async Task<ImportResult> CheckAsync(
        Campaign campaign, ReceivedFile file, LedgerIndex index, RowErrors errors, ImportResult nothing, CancellationToken cancellationToken)
    {
        int people = 0;
        Yen yen = Yen.Zero;
        await foreach (LedgerRow row in LedgerReader.ReadAsync(file, campaign.InquiryNumbers, errors, cancellationToken))
        {
            int earlier = index.Add(coupons.Hashes.OfNumber(campaign.Id, row.Number), coupons.Hashes.OfFacts(campaign.Id, row), row.Line);
            if (earlier > 0)
            {
                errors.Add(new RowError(row.Line, LedgerReader.Number, $"the same coupon as on line {earlier}", "each coupon once"));
            }
            else if (Eligibility.Of(campaign.Eligibility, row.Coupon) is Eligibility.Eligible)
            {
                people++;
                yen += row.Coupon.Balance;
            }
        }

        return nothing with { Rows = index.Count, People = people, Yen = yen };
    }

    /// <summary>The file against everything that is on file.</summary>
    private Task CompareAsync(Campaign campaign, LedgerIndex index, CancellationToken cancellationToken)
    {
        Lock gate = new();
        string[] columns = [nameof(CouponRow.Number), nameof(CouponRow.Facts)];
        return Parallel.ForEachAsync(Enumerable.Range(0, campaign.Shards), AtOnce(cancellationToken), async (shard, stop) =>
        {
            await foreach (CouponRow stored in coupons.ReadShardAsync(campaign.Id, shard, columns, stop))
            {
                lock (gate)
                {
                    index.NoteStored(CouponHashes.FromText(stored.Number), CouponHashes.FromText(stored.Facts));
                }
            }
        });
    }

    private async Task DescribeConflictsAsync(Campaign campaign, ReceivedFile file, LedgerIndex index, RowErrors errors, CancellationToken cancellationToken)
    {
        await foreach (LedgerRow row in LedgerReader.ReadAsync(file, campaign.InquiryNumbers, new RowErrors(), cancellationToken))
        {
            if (index.StandingOf(coupons.Hashes.OfNumber(campaign.Id, row.Number)) == LedgerIndex.Standing.Conflict)
            {
                CouponRow? stored = errors.Count < ErrorsListedMax ? await coupons.FindAsync(campaign.Id, row.Number, cancellationToken) : null;
                string field = stored is null ? string.Empty : writer.FirstDifference(stored, row);
                errors.Add(new RowError(row.Line, field, "differs from what an earlier import states of this coupon", "the same facts as before; balances change by adjustments"));
            }
        }
    }

    private Task WriteAsync(Campaign campaign, ReceivedFile file, LedgerIndex index, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<LedgerRow> missing = LedgerReader.ReadAsync(file, campaign.InquiryNumbers, new RowErrors(), cancellationToken)
            .Where(row => index.StandingOf(coupons.Hashes.OfNumber(campaign.Id, row.Number)) == LedgerIndex.Standing.New);
        return Parallel.ForEachAsync(
            CouponBatches.Of(campaign, coupons, missing),
            AtOnce(cancellationToken),
            async (batch, stop) => await writer.WriteAsync(campaign.Id, batch, stop));
    }

    private static ImportResult Refused(ImportResult read, RowErrors errors) =>
        read with { Outcome = ImportOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };

    private static ParallelOptions AtOnce(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = TransactionsAtOnce, CancellationToken = cancellationToken };
}
