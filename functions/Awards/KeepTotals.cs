using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards;

/// <summary>Keeps the totals of the last computation for the report.</summary>
public sealed class KeepTotals(RulesStore rules, ILogger<KeepTotals> log)
{
    [Function(nameof(KeepTotals))]
    public async Task<ComputedAwards> Run([ActivityTrigger] AwardsToKeep toKeep, CancellationToken cancellationToken)
    {
        await rules.KeepTotalsAsync(toKeep.Campaign, toKeep.Awards, cancellationToken);
        AwardTotals totals = toKeep.Awards.Totals!;
        log.AwardsComputed(toKeep.Campaign, toKeep.Awards.RulesVersion, totals.Members, totals.Transactions, totals.Points.Amount);
        if (toKeep.Awards.Shared.Count > 0)
        {
            log.TransactionsShared(toKeep.Campaign, toKeep.Awards.Shared.Count);
        }

        return toKeep.Awards;
    }
}
