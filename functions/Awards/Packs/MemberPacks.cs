using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Packs;

/// <summary>
/// A member's packs while purchases are put into them. A purchase that comes again takes the place of its older revision; a new one goes to the last pack,
/// or to one more. Every write rewrites the member's own row, on condition that nobody else has: so of two imports of one member at a time, one finds out.
/// </summary>
/// <param name="stored">Null where the member is new.</param>
/// <param name="partition">The member's.</param>
/// <param name="id">The member's.</param>
internal sealed class MemberPacks(StoredMember? stored, string partition, EntitlementId id)
{
    /// <summary>More changed rows than this are not written at once.</summary>
    public const int RowsAtOnce = 40;

    private readonly List<PurchasePack> _packs = [.. stored?.Packs ?? [PurchasePack.New(partition, id.ToString(), 0)]];
    private readonly ILookup<string, PurchasePack> _places = (stored?.Packs ?? [])
        .SelectMany(pack => pack.Purchases, (pack, purchase) => (pack, purchase.Transaction)).ToLookup(place => place.Transaction, place => place.pack, StringComparer.Ordinal);

    /// <summary>Puts purchases into the packs.</summary>
    /// <returns>False where not all of them found a place at once: the rest has to follow, by another write.</returns>
    public bool TryPut(IEnumerable<FiledPurchase> purchases)
    {
        foreach (FiledPurchase purchase in purchases)
        {
            if (_packs.Count(pack => pack.IsChanged) >= RowsAtOnce)
            {
                return false;
            }

            Put(purchase.Purchase);
        }

        return true;
    }

    /// <param name="newMember">The member's own columns, where it is new.</param>
    public IEnumerable<TableTransactionAction> Actions(PurchaseRow? newMember) =>
        _packs.Where((pack, number) => number == 0 || pack.IsChanged).Select((pack, number) => pack.ToAction(number == 0 ? newMember : null));

    private void Put(RecordedPurchase purchase)
    {
        if (_places[purchase.Transaction].FirstOrDefault() is { } place)
        {
            place.Remove(purchase.Transaction);
            if (place.TryAdd(purchase))
            {
                return;
            }
        }

        if (!_packs[^1].TryAdd(purchase))
        {
            _packs.Add(PurchasePack.New(partition, id.ToString(), _packs.Count));
            _packs[^1].TryAdd(purchase);
        }
    }
}
