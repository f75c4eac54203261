using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>
/// Changes balances between import and cutoff, each adjustment once. A file is checked as a whole before anything is written; each coupon's change
/// and the adjustments that explain it are written in one transaction.
/// </summary>
public sealed class AdjustmentImport(
    CampaignCatalog campaigns,
    CouponStore coupons,
    AdjustmentStore store,
    SealStore seals,
    TimeProvider time,
    ILogger<AdjustmentImport> log)
{
    private const int AtOnce = 8;
    private const int AttemptsMax = 5;
    private const int ErrorsListedMax = 1_000;

    /// <param name="id">The campaign.</param>
    /// <param name="file">As <c>docs/ledger-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result.</param>
    /// <param name="cancellationToken">Stops between coupons.</param>
    public async Task<AdjustmentResult> ApplyAsync(CampaignId id, ReceivedFile file, string fileName, CancellationToken cancellationToken)
    {
        AdjustmentResult closed = new(AdjustmentOutcome.Closed, fileName, 0, 0, 0, 0, []) { Encoding = file.Encoding.Name };
        if (time.GetUtcNow() >= campaigns[id].CutoffAt || await seals.FindAsync(id, cancellationToken) is not null)
        {
            log.LedgerClosed(id);
            return closed;
        }

        RowErrors errors = new(ErrorsListedMax);
        IReadOnlyList<Adjustment> adjustments = await AdjustmentReader.ReadAsync(file, campaigns[id].InquiryNumbers, errors, cancellationToken);
        try
        {
            AdjustmentResult result = await ApplyAsync(id, adjustments, errors, closed, cancellationToken);
            log.AdjustmentsApplied(id, result.Outcome, result.Rows, result.Applied, result.Unchanged, result.ErrorCount);
            return result;
        }
        catch (LedgerClosedException)
        {
            log.LedgerClosed(id);
            return closed;
        }
    }

    private async Task<AdjustmentResult> ApplyAsync(
        CampaignId id, IReadOnlyList<Adjustment> adjustments, RowErrors errors, AdjustmentResult nothing, CancellationToken cancellationToken)
    {
        IGrouping<InquiryNumber, Adjustment>[] byCoupon = [.. adjustments.GroupBy(adjustment => adjustment.Number)];
        await ForEachAsync(byCoupon, errors, async (group, found, stop) => _ = await PlanAsync(id, group, found, stop), cancellationToken);
        if (errors.Count > 0)
        {
            return Refused(nothing with { Rows = adjustments.Count }, errors);
        }

        int applied = 0;
        await ForEachAsync(byCoupon, errors, async (group, found, stop) => Interlocked.Add(ref applied, await WriteAsync(id, group, found, stop)), cancellationToken);
        AdjustmentResult result = nothing with { Rows = adjustments.Count, Applied = applied, Unchanged = adjustments.Count - applied };
        return errors.Count > 0
            ? Refused(result with { Unchanged = 0 }, errors)
            : result with { Outcome = applied == 0 ? AdjustmentOutcome.Unchanged : AdjustmentOutcome.Applied };
    }

    /// <summary>How many adjustments of one coupon were new and are written now.</summary>
    private async Task<int> WriteAsync(CampaignId id, IGrouping<InquiryNumber, Adjustment> adjustments, RowErrors errors, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            AdjustmentPlan? plan = await PlanAsync(id, adjustments, errors, cancellationToken);
            if (plan is null || errors.Count > 0 || plan.New.Count == 0)
            {
                return 0;
            }

            try
            {
                await store.WriteAsync(plan, cancellationToken);
                return plan.New.Count;
            }
            catch (RequestFailedException changed) when (changed.Status is 409 or 412 && attempt < AttemptsMax)
            {
                // Another file changed the same coupon in between, or our own answer was lost: plan again from what is stored now.
            }
        }
    }

    private async Task<AdjustmentPlan?> PlanAsync(CampaignId id, IGrouping<InquiryNumber, Adjustment> adjustments, RowErrors errors, CancellationToken cancellationToken)
    {
        if (await coupons.FindAsync(id, adjustments.Key, cancellationToken) is not { } coupon)
        {
            foreach (Adjustment adjustment in adjustments)
            {
                errors.Add(new RowError(adjustment.Line, AdjustmentReader.Number, "no such coupon in this campaign's ledger", "a coupon that has been imported"));
            }

            return null;
        }

        IReadOnlyDictionary<string, AdjustmentRow> made = await store.ReadAsync(coupon, cancellationToken);
        return AdjustmentPlan.Of(coupon, made, adjustments, time.GetUtcNow(), errors);
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

    private static AdjustmentResult Refused(AdjustmentResult read, RowErrors errors) =>
        read with { Outcome = AdjustmentOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
}
