using Compensation.Campaigns;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts;

/// <summary>What somebody has ticked and not confirmed yet: it stands in the address, and nowhere else.</summary>
/// <param name="Product">One that the campaign offers; null where none has been chosen.</param>
/// <param name="IsMissing">The form was sent with nothing, or with something that is not offered.</param>
internal readonly record struct ChosenProduct(Product? Product, bool IsMissing)
{
    /// <summary>Tells a form that was sent with nothing ticked from a link that is opened.</summary>
    public const string Asked = "chosen";

    public static ChosenProduct In(HttpRequest request, Campaign campaign)
    {
        Product? product = request.Query[ClaimProduct.Field] is [{ } id] ? campaign.FindProduct(id) : null;
        return new ChosenProduct(product, product is null && (request.Query.ContainsKey(Asked) || request.Query.ContainsKey(ClaimProduct.Field)));
    }
}
