using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Whether there are codes for what people are owed, or by the ledger on file would be.</summary>
public sealed class StockCheck(StockView stock)
{
    private const int AmountsNamed = 5;

    internal async Task<PreflightCheck> TryAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.Products.Count == 0)
        {
            return new PreflightCheck("stock", true, "The campaign hands out no codes.");
        }

        IGrouping<Yen, StockLevel>[] amounts = [.. (await stock.ReadAsync(campaign, cancellationToken)).GroupBy(level => level.Value).OrderBy(amount => amount.Key)];
        string[] short_ = [.. amounts
            .Select(amount => (amount.Key, Free: amount.Sum(level => (long)level.Free), Needed: amount.Max(level => (long)level.Needed)))
            .Where(amount => amount.Free < amount.Needed)
            .Select(amount => string.Create(CultureInfo.InvariantCulture, $"{amount.Key}: {amount.Free:N0} of {amount.Needed:N0}"))];
        return amounts.Sum(amount => amount.Max(level => (long)level.Needed)) == 0
            ? new PreflightCheck("stock", false, "Nobody is owed anything yet: hand in the ledger, then codes for its amounts.")
            : short_.Length == 0
                ? new PreflightCheck("stock", true, "There are codes for every amount that is owed, or would be by the ledger on file.")
                : new PreflightCheck("stock", false, $"Codes are missing ({string.Join("; ", short_.Take(AmountsNamed))}{(short_.Length > AmountsNamed ? "; …" : string.Empty)}), unless several smaller ones may make up an amount: GET campaigns/{campaign.Id}/codes.");
    }
}
