using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>
/// Takes an import back that was made by mistake: from one single write on nothing of it counts, and each coupon is again what it was before. A coupon that a
/// later file has changed since stands in the way, as that file was made for the coupon as it is; so does one whose state before is not kept any more.
/// </summary>
public sealed class TakingBack(CouponStore coupons, LedgerFiles files, LedgerLeases leases, LedgerDoor door, TimeProvider time, ILogger<TakingBack> log)
{
    public async Task<TakingBackResult> RunAsync(Campaign campaign, string importId, string by, string reason, CancellationToken cancellationToken)
    {
        if (await door.ReasonToRefuseAsync(campaign, cancellationToken) is { } closed)
        {
            return new TakingBackResult.Refused(closed);
        }

        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Ledger, $"taking back {importId}", by), cancellationToken);
        if (turn is null)
        {
            return new TakingBackResult.Refused(await door.WhoIsAtWorkAsync(campaign.Id, cancellationToken));
        }

        try
        {
            return await TakeBackAsync(campaign, importId, turn, new TakenBack(time.GetUtcNow(), by, reason), cancellationToken);
        }
        catch (LedgerClosedException)
        {
            return new TakingBackResult.Refused(LedgerDoor.Overtaken(campaign));
        }
        catch (ImportTurnLostException lost)
        {
            return new TakingBackResult.Refused(lost.Message);
        }
    }

    private async Task<TakingBackResult> TakeBackAsync(Campaign campaign, string importId, ImportLease turn, TakenBack act, CancellationToken cancellationToken)
    {
        switch (await files.FindAsync(campaign.Id, importId, cancellationToken))
        {
            case null:
                return new TakingBackResult.Unknown();
            case { TakenBack: not null } earlier:
                return new TakingBackResult.Done(earlier);
            case { Counts: var counts } when counts.GetValueOrDefault(AdjustmentImport.CasesCount) > 0:
                return new TakingBackResult.Refused("It has put balances back for cases with both their confirmations: those stay.");
            case var entry:
                if (await InTheWayAsync(campaign, importId, cancellationToken) is { } standsInTheWay)
                {
                    return new TakingBackResult.Refused(standsInTheWay);
                }

                ImportEntry taken = entry with { TakenBack = act };
                await leases.CompleteAsync(turn, taken);
                log.ImportTakenBack(campaign.Id, importId, act.By);
                return new TakingBackResult.Done(taken);
        }
    }

    private async Task<string?> InTheWayAsync(Campaign campaign, string importId, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> counted = await files.CountedAsync(campaign.Id, cancellationToken);
        HashSet<string> others = counted.Where(file => !string.Equals(file, importId, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        string[] columns = [nameof(CouponRow.PartitionKey), nameof(CouponRow.RowKey), nameof(CouponRow.File), nameof(CouponRow.Earlier), nameof(CouponRow.Long)];
        (int changed, int forgotten, HashSet<string> later) = (0, 0, new(StringComparer.Ordinal));
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            await foreach (CouponRow row in coupons.ReadShardAsync(campaign.Id, shard, columns, cancellationToken))
            {
                string[] made = [.. row.MadeBy().Where(counted.Contains)];
                int place = Array.IndexOf(made, importId);
                changed += place > 0 ? 1 : 0;
                later.UnionWith(made[..Math.Max(place, 0)]);
                forgotten += place == 0 && made.Length > 1 && row.AsOf(others) is null ? 1 : 0;
            }
        }

        return changed > 0 ? $"{changed} of its coupons have been changed since by other files ({string.Join(", ", later.Order(StringComparer.Ordinal))}); take those back first."
            : forgotten > 0 ? $"What {forgotten} of its coupons were before is not kept any more, after so many files; correct them by a new one."
            : null;
    }
}

/// <summary>What came of taking an import back.</summary>
public abstract record TakingBackResult
{
    private TakingBackResult()
    {
    }

    /// <summary>It does not count any more.</summary>
    public sealed record Done(ImportEntry Import) : TakingBackResult;

    /// <summary>There is no such ledger or file of adjustments.</summary>
    public sealed record Unknown : TakingBackResult;

    /// <summary>It still counts.</summary>
    public sealed record Refused(string Reason) : TakingBackResult;
}
