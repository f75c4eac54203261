using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Whether there are codes for what people are owed, or by the ledger on file would be.</summary>
public sealed class StockCheck(StockView stock, PointIssuers issuers)
{
    private const int AmountsNamed = 5;

    internal async Task<PreflightCheck> TryAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        string[] stocked = [.. campaign.Products.Select(product => product.Id).Where(product => issuers.ForProduct(product).Name == StockIssuer.IssuerName)];
        if (stocked.Length == 0)
        {
            return new PreflightCheck("stock", true, "The campaign hands out no codes from the stock.");
        }

        // Where issuers outside serve some products, people will choose those as well: what is needed of the stock is then foretold.
        bool isAlone = stocked.Length == campaign.Products.Count;
        IGrouping<Yen, StockLevel>[] amounts = [.. (await stock.ReadAsync(campaign, cancellationToken)).Where(level => stocked.Contains(level.Product, StringComparer.Ordinal)).GroupBy(level => level.Value).OrderBy(amount => amount.Key)];
        string[] short_ = [.. amounts
            .Select(amount => (amount.Key, Free: amount.Sum(level => (long)level.Free), Needed: isAlone ? amount.Max(level => level.Needed) : amount.Sum(level => level.Forecast)))
            .Where(amount => amount.Free < amount.Needed)
            .Select(amount => string.Create(CultureInfo.InvariantCulture, $"{amount.Key}: {amount.Free:N0} of {amount.Needed:N0}"))];
        return amounts.Sum(amount => amount.Max(level => level.Needed)) == 0
            ? new PreflightCheck("stock", false, "Nobody is owed anything yet: hand in the ledger, then codes for its amounts.")
            : short_.Length == 0
                ? new PreflightCheck("stock", true, "There are codes for every amount that is owed, or would be by the ledger on file.")
                : new PreflightCheck("stock", false, $"Codes are missing ({string.Join("; ", short_.Take(AmountsNamed))}{(short_.Length > AmountsNamed ? "; …" : string.Empty)}), unless several smaller ones may make up an amount: GET campaigns/{campaign.Id}/codes.");
    }
}
