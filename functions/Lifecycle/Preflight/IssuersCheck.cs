using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Whether issuers outside answer, and whether what was paid in there is enough for what people will choose, as far as that can be foretold.</summary>
public sealed class IssuersCheck(PointIssuers issuers, StockView stock)
{
    /// <summary>A check for each issuer that serves a product of the campaign; none where all codes come from the stock.</summary>
    internal async Task<IReadOnlyList<PreflightCheck>> TryAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        IGrouping<IPointIssuer, Product>[] outside = [.. campaign.Products.GroupBy(product => issuers.ForProduct(product.Id)).Where(products => products.Key.Name != StockIssuer.IssuerName)];
        if (outside.Length == 0)
        {
            return [];
        }

        IReadOnlyList<StockLevel> levels = await stock.ReadAsync(campaign, cancellationToken);
        List<PreflightCheck> checks = [];
        foreach (IGrouping<IPointIssuer, Product> products in outside)
        {
            HashSet<string> served = [.. products.Select(product => product.Id)];
            Yen foretold = new(levels.Where(level => served.Contains(level.Product)).Sum(level => checked(level.Forecast * level.Value.Amount)));
            checks.Add(await TryAsync(campaign, products.Key, foretold, cancellationToken));
        }

        return checks;
    }

    private static async Task<PreflightCheck> TryAsync(Campaign campaign, IPointIssuer issuer, Yen foretold, CancellationToken cancellationToken)
    {
        string name = $"issuer-{issuer.Name}";
        if (issuer is IFundedIssuer funded)
        {
            IssuerFunds funds = await funded.AskFundsAsync(cancellationToken);
            return funds.Left is not { } left
                ? new PreflightCheck(name, false, $"It does not say what is left of what was paid in: {funds.Problem}.")
                : new PreflightCheck(name, left >= foretold, string.Create(CultureInfo.InvariantCulture, $"{left} of what was paid in are left; people will ask for about {foretold}."));
        }

        return await WhyNotReadAsync(campaign, issuer, cancellationToken) is { } problem
            ? new PreflightCheck(name, false, $"Its list cannot be read: {problem}")
            : new PreflightCheck(name, true, string.Create(CultureInfo.InvariantCulture, $"It answers. What it has in store it does not tell; people will ask for about {foretold}."));
    }

    private static async Task<string?> WhyNotReadAsync(Campaign campaign, IPointIssuer issuer, CancellationToken cancellationToken)
    {
        try
        {
            await (issuer is IIssuerList list ? list.ReadListAsync(campaign.Id, cancellationToken).AnyAsync(cancellationToken) : default);
            return null;
        }
        catch (IssuerListException unread)
        {
            return unread.Message;
        }
    }
}
