using Compensation.Common;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Coupons;

/// <summary>The cutoff: nobody can change the ledger any more, every row is sealed, and each balance that is owed becomes an entitlement.</summary>
public static class SealLedger
{
    /// <summary>Shards sealed side by side.</summary>
    private const int Width = 8;

    /// <summary>How soon is looked again where a machine is a little behind the cutoff.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(5);

    /// <summary>How often is looked whether an import has ended.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    /// <summary>How often is looked whether an operator has decided.</summary>
    private static readonly TimeSpan s_later = TimeSpan.FromMinutes(15);

    /// <summary>Looks that one history holds.</summary>
    private const int LooksMax = 100;

    [Function(nameof(SealLedger))]
    public static async Task<SealedLedger?> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        CampaignId campaign = context.GetInput<CampaignId>();
        if (!await IsReadyAsync(context, campaign))
        {
            context.ContinueAsNew(campaign);
            return null;
        }

        int shards = await context.CallActivityAsync<int>(nameof(CloseLedger), campaign, Patience.OverAWeekend);
        List<ShardSeal> seals = new(shards);
        foreach (int[] some in Enumerable.Range(0, shards).Chunk(Width))
        {
            seals.AddRange(await Task.WhenAll(some.Select(shard =>
                context.CallActivityAsync<ShardSeal>(nameof(SealShard), new ShardToSeal(campaign, shard), Patience.OverAWeekend))));
        }

        return await context.CallActivityAsync<SealedLedger>(nameof(CombineSeal), new ShardsToCombine(campaign, seals), Patience.OverAWeekend);
    }

    /// <summary>Waits as long as something stands in the way; operators see what.</summary>
    /// <returns>False where the history has grown long and waiting goes on in a fresh one.</returns>
    private static async Task<bool> IsReadyAsync(TaskOrchestrationContext context, CampaignId campaign)
    {
        for (int look = 0; look < LooksMax; look++)
        {
            LedgerStanding standing = await context.CallActivityAsync<LedgerStanding>(nameof(LookAtLedger), campaign, Patience.OverAWeekend);
            context.SetCustomStatus(standing);
            switch (standing.Kind)
            {
                case LedgerStandingKind.Ready:
                    return true;
                case LedgerStandingKind.CutoffMoved:
                    throw new InvalidOperationException($"{standing.Text} The campaign begins anew with the dates of its file.");
                default:
                    await context.WaitUntil(context.Now() + UntilNextLook(standing.Kind));
                    break;
            }
        }

        return false;
    }

    private static TimeSpan UntilNextLook(LedgerStandingKind standing) => standing switch
    {
        LedgerStandingKind.AlmostCutoff => s_moment,
        LedgerStandingKind.ImportUnderWay => s_soon,
        _ => s_later,
    };
}

/// <summary>One shard that is to be sealed.</summary>
public sealed record ShardToSeal(CampaignId Campaign, int Shard);

/// <summary>All shards of a campaign, sealed and in order.</summary>
public sealed record ShardsToCombine(CampaignId Campaign, IReadOnlyList<ShardSeal> Shards);
