using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>
/// What there is in stock beside what people are owed, or before the seal are going to be: a line for each product and each value of which there are codes or people.
/// Reads the whole campaign, both codes and entitlements: for operators, not for every minute.
/// </summary>
public sealed class StockView(CodeStock stock, EntitlementStore entitlements, IEnumerable<IExpectedNeeds> expected)
{
    private const int ShardsAtATime = 8;

    /// <summary>The most rows that one query answers.</summary>
    private const int PageSize = 1000;

    public async Task<IReadOnlyList<StockLevel>> ReadAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<StockLevel> levels = await stock.LevelsAsync(campaign.Id, cancellationToken);
        (StockDemand demand, bool estimated) = await DemandAsync(campaign, cancellationToken);
        Dictionary<(string, Yen), StockLevel> known = levels.ToDictionary(level => (level.Product, level.Value));
        return [..
            from product in campaign.Products.Select(product => product.Id).Union(levels.Select(level => level.Product), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            from value in demand.Values.Union(levels.Where(level => string.Equals(level.Product, product, StringComparison.Ordinal)).Select(level => level.Value)).Order()
            let level = known.GetValueOrDefault((product, value)) ?? new StockLevel(product, value, 0, 0, 0)
            select level with { Needed = demand.NeededOf(value), Waiting = demand.WaitingFor(product, value), Chosen = demand.ChosenOf(product), Forecast = demand.ForecastOf(product, value, campaign.Products.Count), Estimated = estimated }];
    }

    private async Task<(StockDemand Demand, bool Estimated)> DemandAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        foreach (IExpectedNeeds needs in expected)
        {
            if (await needs.FindAsync(campaign, cancellationToken) is { } people)
            {
                StockDemand estimate = new();
                foreach ((Yen amount, long count) in people)
                {
                    estimate.Expect(amount, count);
                }

                return (estimate, true);
            }
        }

        return (await CountAsync(campaign, cancellationToken), false);
    }

    private async Task<StockDemand> CountAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        StockDemand demand = new();
        Lock gate = new();
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, token) =>
        {
            EntitlementId? after = null;
            IReadOnlyList<Entitlement> page;
            do
            {
                page = await entitlements.ReadPageAsync(campaign.Id, shard, after, PageSize, token);
                lock (gate)
                {
                    demand.Add(page);
                }

                after = page.Count == 0 ? after : page[^1].Id;
            }
            while (page.Count == PageSize);
        });
        return demand;
    }
}
