using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Standings;
using Compensation.Receipts.Pages;

namespace Compensation.Receipts;

/// <summary>The page on which a product is chosen: what is closed or out is shown, and cannot be chosen for now.</summary>
public sealed class OfferProducts(ProductStandings standings, CodeEnds ends)
{
    /// <param name="asked">Who looks.</param>
    /// <param name="entitlement">What is collected.</param>
    /// <param name="nothingChosen">Whether the form came without a product of the campaign.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    internal async Task<Page> PageOfAsync(AskedReceipt asked, Entitlement entitlement, bool nothingChosen, CancellationToken cancellationToken) => await ChooseAsync(
        asked, entitlement, await standings.OffersAsync(asked.Campaign, entitlement.Amount, cancellationToken), nothingChosen ? asked.Say("商品が選ばれていません。1つお選びください。", "Please choose a product.") : null, cancellationToken);

    /// <summary>The page on which a choice is confirmed.</summary>
    internal async Task<Page> ConfirmPageOfAsync(AskedReceipt asked, Entitlement entitlement, Product product, string token, CancellationToken cancellationToken) =>
        ReceiptPages.Confirm(asked, entitlement, product, (await ends.FindAsync(asked.Campaign.Id, cancellationToken)).GetValueOrDefault(product.Id), token);

    /// <returns>The page with a sentence where the product cannot be chosen, or none is named; null where it can.</returns>
    internal async Task<Page?> RefusalOfAsync(AskedReceipt asked, Entitlement entitlement, Product? product, CancellationToken cancellationToken)
    {
        if (product is null)
        {
            return await PageOfAsync(asked, entitlement, nothingChosen: true, cancellationToken);
        }

        ProductOffers offers = await standings.OffersAsync(asked.Campaign, entitlement.Amount, cancellationToken);
        return offers.CanBeChosen(product.Id) ? null : await ChooseAsync(asked, entitlement, offers, asked.Say(
            $"{product.Name}は、現在お選びいただけません。ほかの商品をお選びください。", $"{product.NameIn(Language.English)} cannot be chosen at the moment. Choose another product."), cancellationToken);
    }

    private async Task<Page> ChooseAsync(AskedReceipt asked, Entitlement entitlement, ProductOffers offers, string? problem, CancellationToken cancellationToken) =>
        ReceiptPages.Choose(asked, entitlement, offers, await ends.FindAsync(asked.Campaign.Id, cancellationToken), problem);
}
