using System.Collections.Concurrent;
using Azure;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Payouts;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>
/// Changes balances between import and cutoff, each adjustment once. A file is checked as a whole before anything is written, has the ledger to itself while it
/// is taken in, and counts from one single write at its end. Each coupon's change and the adjustments that explain it are written in one transaction.
/// </summary>
public sealed class AdjustmentImport(
    CampaignCatalog campaigns,
    CouponStore coupons,
    AdjustmentStore store,
    LedgerFiles files,
    LedgerLeases leases,
    LedgerDoor door,
    StockCoverage coverage,
    IEnumerable<IConfirmedCases> cases,
    TimeProvider time,
    ILogger<AdjustmentImport> log)
{
    /// <summary>In the book: how many of a file's adjustments settle cases.</summary>
    internal const string CasesCount = "cases";

    private const int AtOnce = 8;
    private const int AttemptsMax = 20;
    private const int ErrorsListedMax = 1_000;

    /// <param name="id">The campaign.</param>
    /// <param name="file">As <c>docs/ledger-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result.</param>
    /// <param name="by">Who brings it, or null.</param>
    /// <param name="cancellationToken">Stops between coupons; then nothing of the file counts.</param>
    public async Task<AdjustmentResult> ApplyAsync(CampaignId id, ReceivedFile file, string fileName, string? by, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        AdjustmentResult nothing = new(AdjustmentOutcome.Closed, fileName, 0, 0, 0, 0, []) { Encoding = file.Encoding.Name, Warnings = [.. door.WarningsFor(campaign)] };
        AdjustmentResult result = await door.ReasonToRefuseAsync(campaign, cancellationToken) is { } closed
            ? nothing with { Detail = closed }
            : await CheckAndTakeAsync(campaign, file, nothing, by, cancellationToken);
        log.AdjustmentsApplied(id, result.Outcome, result.Rows, result.Applied, result.Unchanged, result.ErrorCount);
        return result;
    }

    private async Task<AdjustmentResult> CheckAndTakeAsync(Campaign campaign, ReceivedFile file, AdjustmentResult nothing, string? by, CancellationToken cancellationToken)
    {
        RowErrors errors = new(ErrorsListedMax);
        IReadOnlyList<Adjustment> adjustments = await AdjustmentReader.ReadAsync(file, campaign.InquiryNumbers, errors, cancellationToken);
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Adjustments, nothing.File, by) { Sha256 = file.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return nothing with { Outcome = AdjustmentOutcome.Busy, Detail = await door.WhoIsAtWorkAsync(campaign.Id, cancellationToken) };
        }

        try
        {
            LedgerFile taken = new(campaign.Id, turn.FileId, await files.CountedAsync(campaign.Id, cancellationToken));
            return await door.ReasonToRefuseAsync(campaign, cancellationToken) is { } closed
                ? nothing with { Detail = closed }
                : await TakeAsync(taken, turn, adjustments, errors, nothing, new ImportEntry(turn.FileId, ImportKind.Adjustments, nothing.File, file.Sha256, by, time.GetUtcNow(), CountsOf(nothing)), cancellationToken);
        }
        catch (LedgerClosedException)
        {
            return nothing with { Detail = LedgerDoor.Overtaken(campaign) };
        }
        catch (ImportTurnLostException lost)
        {
            return nothing with { Outcome = AdjustmentOutcome.Busy, Detail = $"{lost.Message} Nothing of this file counts; send it again." };
        }
    }

    private async Task<AdjustmentResult> TakeAsync(
        LedgerFile file, ImportLease turn, IReadOnlyList<Adjustment> adjustments, RowErrors errors, AdjustmentResult nothing, ImportEntry entry, CancellationToken cancellationToken)
    {
        IGrouping<InquiryNumber, Adjustment>[] byCoupon = [.. (await WithTermsAsync(campaigns[file.Campaign], adjustments, cancellationToken)).GroupBy(adjustment => adjustment.Number)];
        ConcurrentBag<AdjustmentPlan> plans = [];
        await ForEachAsync(byCoupon, errors, async (group, found, stop) =>
        {
            await CheckCasesAsync(campaigns[file.Campaign], group, found, stop);
            if (await PlanAsync(file, group, found, stop) is { New.Count: > 0 } plan)
            {
                plans.Add(plan);
            }
        }, cancellationToken);
        int applied = plans.Sum(plan => plan.New.Count);
        AdjustmentResult read = nothing with { Rows = adjustments.Count };
        if (errors.Count > 0)
        {
            return read with { Outcome = AdjustmentOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        }

        Dictionary<Yen, long> balances = plans.GroupBy(plan => new Yen(plan.After.Balance)).ToDictionary(balance => balance.Key, balance => balance.LongCount());
        AdjustmentResult result = read with { Applied = applied, Unchanged = adjustments.Count - applied, Uncovered = await coverage.OfAsync(campaigns[file.Campaign], balances, cancellationToken) };
        if (applied == 0)
        {
            return result with { Outcome = AdjustmentOutcome.Unchanged };
        }

        await ForEachAsync(byCoupon, errors, (group, found, stop) => WriteAsync(file, group, found, stop), cancellationToken);
        await leases.CompleteAsync(turn, entry with { At = time.GetUtcNow(), Counts = CountsOf(result, plans.Sum(plan => plan.New.LongCount(row => row.Case is not null))) });
        return result with { Outcome = AdjustmentOutcome.Applied, Import = file.Id };
    }

    /// <summary>Rows of cases are bound by what two persons have looked at: the balance, and what the caller has read from the coupon.</summary>
    private async Task<IReadOnlyList<Adjustment>> WithTermsAsync(Campaign campaign, IReadOnlyList<Adjustment> adjustments, CancellationToken cancellationToken)
    {
        List<Adjustment> bound = new(adjustments.Count);
        foreach (Adjustment adjustment in adjustments)
        {
            bound.Add(adjustment.Case is { } number && cases.FirstOrDefault() is { } known ? adjustment with { Terms = await known.TermsAsync(campaign, number, cancellationToken) } : adjustment);
        }

        return bound;
    }

    /// <summary>Nothing is put back for a case without both its confirmations, by whichever door.</summary>
    private async Task CheckCasesAsync(Campaign campaign, IEnumerable<Adjustment> adjustments, RowErrors errors, CancellationToken cancellationToken)
    {
        foreach (Adjustment adjustment in adjustments.Where(one => one.Case is not null))
        {
            CaseFault? fault = cases.FirstOrDefault() is { } known ? await known.FaultOfAsync(campaign, adjustment.Case!, new CaseClaim(adjustment.Number, adjustment.Reason, adjustment.Amount), cancellationToken) : CaseFault.Unknown;
            if (fault is not null)
            {
                errors.Add(new RowError(adjustment.Line, fault.Field, fault.Problem, fault.Expected));
            }
        }
    }

    private async Task WriteAsync(LedgerFile file, IGrouping<InquiryNumber, Adjustment> adjustments, RowErrors errors, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            AdjustmentPlan? plan = await PlanAsync(file, adjustments, errors, cancellationToken);
            if (plan is null || plan.New.Count == 0)
            {
                return;
            }

            try
            {
                await store.WriteAsync(plan, cancellationToken);
                return;
            }
            catch (RequestFailedException changed) when (changed.Status is 409 or 412 && attempt < AttemptsMax)
            {
                // A file whose turn is over has changed the coupon, or our own answer was lost: plan again from what is stored now.
            }
        }
    }

    /// <returns>Null where the coupon is not on file, which is an error.</returns>
    private async Task<AdjustmentPlan?> PlanAsync(LedgerFile file, IGrouping<InquiryNumber, Adjustment> adjustments, RowErrors errors, CancellationToken cancellationToken)
    {
        CouponRow? stored = await coupons.FindAsync(file.Campaign, adjustments.Key, cancellationToken);
        if (stored?.AsOf(file.Counted) is not { } coupon)
        {
            foreach (Adjustment adjustment in adjustments)
            {
                errors.Add(new RowError(adjustment.Line, AdjustmentReader.Number, "no such coupon in this campaign's ledger", "a coupon that has been imported"));
            }

            return null;
        }

        IReadOnlyDictionary<string, AdjustmentRow> made = await store.ReadAsync(coupon, file.Counted, cancellationToken);
        return AdjustmentPlan.Of(file.Id, coupon, made, adjustments, time.GetUtcNow(), errors);
    }

    /// <summary>Works on the coupons side by side; their errors come out in the order of lines.</summary>
    private static async Task ForEachAsync(
        IEnumerable<IGrouping<InquiryNumber, Adjustment>> groups,
        RowErrors errors,
        Func<IGrouping<InquiryNumber, Adjustment>, RowErrors, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        ConcurrentBag<RowError> all = [];
        await Parallel.ForEachAsync(groups, options, async (group, stop) =>
        {
            RowErrors found = new(int.MaxValue);
            await work(group, found, stop);
            found.Listed.ToList().ForEach(all.Add);
        });

        foreach (RowError error in all.OrderBy(error => error.Line))
        {
            errors.Add(error);
        }
    }

    private static Dictionary<string, long> CountsOf(AdjustmentResult result, long ofCases = 0)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal) { ["rows"] = result.Rows, ["applied"] = result.Applied, ["unchanged"] = result.Unchanged };
        if (ofCases > 0)
        {
            counts[CasesCount] = ofCases;
        }

        return counts;
    }
}
