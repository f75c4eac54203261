using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Which amounts no code in stock covers by itself. They are owed all the same: somebody has to order codes for them, or the amounts have to be made up of several.</summary>
public sealed class StockCoverage(CodeStock stock)
{
    private const int ListedMax = 20;

    /// <param name="campaign">The campaign.</param>
    /// <param name="coupons">How many coupons there are of each amount.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public async Task<UncoveredAmounts> OfAsync(Campaign campaign, IReadOnlyDictionary<Yen, long> coupons, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Yen, int>[] free = await Task.WhenAll(campaign.Products.Select(product => stock.CountFreeAsync(campaign.Id, product.Id, cancellationToken)));
        HashSet<Yen> covered = [.. free.SelectMany(product => product.Keys)];
        KeyValuePair<Yen, long>[] uncovered = [.. coupons.Where(amount => amount.Key > Yen.Zero && !covered.Contains(amount.Key))];
        return new UncoveredAmounts(
            uncovered.Sum(amount => amount.Value),
            new Yen(uncovered.Sum(amount => checked(amount.Key.Amount * amount.Value))),
            [.. uncovered.OrderByDescending(amount => amount.Value).ThenBy(amount => amount.Key).Take(ListedMax)
                .Select(amount => new UncoveredAmount(amount.Key, amount.Value, free.Any(product => Composition.Of(amount.Key, product, campaign.CodesAtMost) is not null)))]);
    }
}

/// <summary>Amounts for which no single code is free, of whatever product.</summary>
/// <param name="Coupons">How many coupons they are.</param>
/// <param name="Yen">What they come to.</param>
/// <param name="Amounts">The twenty most frequent.</param>
public sealed record UncoveredAmounts(long Coupons, Yen Yen, IReadOnlyList<UncoveredAmount> Amounts)
{
    public static readonly UncoveredAmounts None = new(0, Yen.Zero, []);
}

/// <summary>An amount for which no single code is free.</summary>
/// <param name="Yen">The amount.</param>
/// <param name="Coupons">How many coupons have it.</param>
/// <param name="SeveralCodes">Whether what is in stock of some product makes it up, as far as the campaign allows.</param>
public sealed record UncoveredAmount(Yen Yen, long Coupons, bool SeveralCodes);
