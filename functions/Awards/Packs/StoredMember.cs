using Compensation.Entitlements;

namespace Compensation.Awards.Packs;

/// <summary>A member as stored, with all purchases.</summary>
/// <param name="Row">The member's own row.</param>
internal sealed record StoredMember(PurchaseRow Row)
{
    public EntitlementId Id { get; } = Row.ToId();

    /// <summary>The packs in their order; the first lies in the member's own row.</summary>
    public List<PurchasePack> Packs { get; } = [PurchasePack.Of(Row)];

    /// <summary>Where a purchase moves from one pack to another between the reads of both, it is seen in both or in neither: it counts once at the most.</summary>
    public IEnumerable<RecordedPurchase> Purchases => Packs.Count == 1
        ? Packs[0].Purchases
        : Packs.SelectMany(pack => pack.Purchases).GroupBy(purchase => purchase.Transaction, (_, same) => same.MaxBy(purchase => purchase.Revision)!, StringComparer.Ordinal);
}
