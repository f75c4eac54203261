using Compensation.Common;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Coupons;

/// <summary>Makes one seal of the shards' seals and keeps it.</summary>
public sealed class CombineSeal(SealStore seals, TimeProvider time, ILogger<CombineSeal> log)
{
    [Function(nameof(CombineSeal))]
    public async Task<SealedLedger> Run([ActivityTrigger] ShardsToCombine sealing, CancellationToken cancellationToken)
    {
        string seal = SealChain.Overall(sealing.Campaign, sealing.Shards);
        if (await seals.FindAsync(sealing.Campaign, cancellationToken) is { } earlier)
        {
            return string.Equals(earlier.Ledger.Seal, seal, StringComparison.Ordinal)
                ? earlier.Ledger
                : throw new InvalidOperationException($"The ledger of {sealing.Campaign} was sealed before, with another hash: somebody has changed it since.");
        }

        SealRecord record = await seals.AddAsync(sealing.Campaign, seal, time.GetUtcNow(), sealing.Shards, cancellationToken);
        log.LedgerSealed(sealing.Campaign, seal, record.Ledger.Coupons, record.Ledger.People);
        return record.Ledger;
    }
}
