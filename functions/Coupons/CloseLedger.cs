using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary>Shuts out files that are not complete, and closes every shard of the ledger, so that what is sealed next can change no more. Answers how many shards there are.</summary>
public sealed class CloseLedger(CampaignCatalog campaigns, CouponStore coupons, LedgerLeases leases, TimeProvider time)
{
    private const int AtOnce = 8;

    /// <summary>How far a machine's clock may be behind the one by which the cutoff was waited for. A cutoff that is further ahead has been moved.</summary>
    internal static readonly TimeSpan ClocksApartMax = TimeSpan.FromMinutes(1);

    [Function(nameof(CloseLedger))]
    public async Task<int> Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        Campaign closing = campaigns[campaign];
        if (closing.CutoffAt - time.GetUtcNow() > ClocksApartMax)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The ledger of {campaign} cannot be closed before its cutoff at {closing.CutoffAt:u}."));
        }

        await leases.CloseAsync(campaign, cancellationToken);
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, closing.Shards),
            options,
            async (shard, stop) => await coupons.Gate.CloseAsync(Shards.PartitionKey(campaign, shard), stop));
        return closing.Shards;
    }
}
