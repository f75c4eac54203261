using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Payouts;

/// <summary>Tells operators of codes that are missing, or that the next person to choose would miss.</summary>
public sealed class LowStock(StockView stock, WaitingClaims waiting, PointIssuers issuers, IOptions<PayoutOptions> options, IAlarms alarms)
{
    private const int NamedMax = 10;

    /// <summary>Whether somebody waits for a code: one small query.</summary>
    public async Task LookWhoWaitsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (await waiting.AnyWaitsAsync(campaign.Id, cancellationToken))
        {
            await alarms.RaiseAsync(
                AlarmKind.CodeStockLow, campaign.Id, WaitingClaims.Waiting, $"People have chosen a product and wait: none of its codes is left, or its issuer does not answer. GET campaigns/{campaign.Id}/codes says of which.", cancellationToken);
        }
    }

    /// <summary>Whether everybody who has not chosen yet would find a code. Reads the whole campaign.</summary>
    public async Task CountAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        string[] missing = [.. MissingOf(campaign, await stock.ReadAsync(campaign, cancellationToken))];
        if (missing.Length > 0)
        {
            string more = missing.Length > NamedMax ? string.Create(CultureInfo.InvariantCulture, $" and {missing.Length - NamedMax} more") : string.Empty;
            await alarms.RaiseAsync(
                AlarmKind.CodeStockLow, campaign.Id, string.Empty, $"People may still choose, and codes are missing or will be: {string.Join("; ", missing.Take(NamedMax))}{more}. GET campaigns/{campaign.Id}/codes lists all.", cancellationToken);
        }
    }

    /// <summary>Of products that come out of the stock: what has run out or will if people go on to choose as they have, and amounts for which there is nothing at all.</summary>
    internal IEnumerable<string> MissingOf(Campaign campaign, IReadOnlyList<StockLevel> levels)
    {
        StockLevel[] stocked = [.. levels.Where(level => campaign.FindProduct(level.Product) is not null && issuers.ForProduct(level.Product).Name == StockIssuer.IssuerName)];
        bool isForetold = levels.DistinctBy(level => level.Product, StringComparer.Ordinal).Sum(level => level.Chosen) >= options.Value.ForecastFrom;
        foreach (IGrouping<Yen, StockLevel> value in stocked.GroupBy(level => level.Value).Where(value => value.First().Needed > 0).OrderBy(value => value.Key))
        {
            string needed = string.Create(CultureInfo.InvariantCulture, $"{value.Key.Amount:N0} yen, owed to {value.First().Needed:N0}");
            if (value.All(level => level.Free == 0))
            {
                if (!CanBeMadeUp(campaign, value.Key, stocked))
                {
                    yield return $"{needed}: of no product";
                }

                continue;
            }

            foreach (StockLevel level in value.Where(level => level is { Free: 0, Taken: > 0 }))
            {
                yield return $"{needed}: {level.Product} has run out";
            }

            foreach (StockLevel level in value.Where(level => isForetold && level.Free > 0 && level.Free < level.Forecast))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{needed}: of {level.Product} {level.Free:N0} are free, and about {level.Forecast:N0} will be asked for");
            }
        }
    }

    private static bool CanBeMadeUp(Campaign campaign, Yen value, IReadOnlyList<StockLevel> stocked) => stocked
        .Where(level => level.Free > 0)
        .GroupBy(level => level.Product, StringComparer.Ordinal)
        .Any(product => Composition.Of(value, product.ToDictionary(level => level.Value, level => level.Free), campaign.CodesAtMost) is not null);
}
