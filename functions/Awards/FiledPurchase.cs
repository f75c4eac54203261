using Compensation.Campaigns.Points;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>One row of a purchase file.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Id">The id that the member would have if no other member has it.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Transaction">The transaction's id, unique for its member.</param>
/// <param name="Revision">Orders the rows of one transaction, whatever file they come in.</param>
/// <param name="Facts">What it says.</param>
internal sealed record FiledPurchase(long Line, EntitlementId Id, MemberId Member, string Transaction, long Revision, PurchaseFacts Facts);

/// <summary>What is known of a transaction.</summary>
/// <param name="Purchase">What the rules look at.</param>
/// <param name="Facility">Where it was made; empty where the file does not say.</param>
internal sealed record PurchaseFacts(Purchase Purchase, string Facility);

/// <summary>All that a file says of one member: the newest row of each transaction.</summary>
internal sealed record FiledMember(EntitlementId Id, MemberId Member, IReadOnlyList<FiledPurchase> Purchases)
{
    /// <summary>Sorts the rows of one shard into members in the order of their ids. Of a transaction's rows, the one with the highest revision stays.</summary>
    /// <param name="rows">In any order.</param>
    /// <param name="contradicting">Takes rows that say something else under the same revision as a row that stays.</param>
    public static IReadOnlyList<FiledMember> GroupsOf(IEnumerable<FiledPurchase> rows, Action<FiledPurchase, FiledPurchase> contradicting) =>
    [
        .. rows.GroupBy(row => (row.Id, row.Member))
            .OrderBy(member => member.Key.Id).ThenBy(member => member.Key.Member.Packed)
            .Select(member => new FiledMember(
                member.Key.Id,
                member.Key.Member,
                [.. member.GroupBy(row => row.Transaction, StringComparer.Ordinal).Select(same => Newest(same, contradicting)).OrderBy(row => row.Transaction, StringComparer.Ordinal)])),
    ];

    private static FiledPurchase Newest(IEnumerable<FiledPurchase> rows, Action<FiledPurchase, FiledPurchase> contradicting)
    {
        FiledPurchase newest = rows.First();
        foreach (FiledPurchase row in rows)
        {
            if (row.Revision > newest.Revision)
            {
                newest = row;
            }
            else if (row.Revision == newest.Revision && row.Facts != newest.Facts)
            {
                contradicting(row, newest);
            }
        }

        return newest;
    }
}
