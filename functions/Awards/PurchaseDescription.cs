using Compensation.Campaigns.Points;

namespace Compensation.Awards;

/// <summary>What a row says of a purchase beside its ids, its place and its numbers: the same for thousands of rows.</summary>
/// <param name="purchase">Without amount and base points.</param>
/// <param name="needsBasePoints">Whether its kind earns by base points.</param>
internal sealed class PurchaseDescription(in Purchase purchase, bool needsBasePoints)
{
    public Purchase Purchase { get; } = purchase;

    public bool NeedsBasePoints { get; } = needsBasePoints;

    /// <summary>For whoever computes from it, to find out once; null until then.</summary>
    public AwardTerms? Terms { get; set; }
}
