using Compensation.Awards.Packs;
using Compensation.Awards.Spool;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>One row of a purchase file.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Id">The id that the member would have if no other member has it.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Purchase">What it says.</param>
internal sealed record FiledPurchase(long Line, EntitlementId Id, MemberId Member, RecordedPurchase Purchase) : ISpooledRow<FiledPurchase>
{
    public void WriteTo(BinaryWriter writer) => PurchaseCodec.Write(writer, [Purchase]);

    public static FiledPurchase ReadFrom(long line, EntitlementId id, MemberId member, BinaryReader reader) => new(line, id, member, PurchaseCodec.Read(reader)[0]);
}

/// <summary>All that a file says of one member: the newest row of each transaction.</summary>
internal sealed record FiledMember(EntitlementId Id, MemberId Member, IReadOnlyList<FiledPurchase> Purchases)
{
    /// <summary>Puts the rows of each member together. Of a transaction's rows, the one with the highest revision stays.</summary>
    /// <param name="rows">Each member's one after the other.</param>
    /// <param name="contradicting">Takes rows that say something else under the same revision as a row that stays.</param>
    public static IEnumerable<FiledMember> GroupsOf(IEnumerable<FiledPurchase> rows, Action<FiledPurchase, FiledPurchase> contradicting)
    {
        List<FiledPurchase> member = [];
        foreach (FiledPurchase row in rows)
        {
            if (member is [var first, ..] && (first.Id, first.Member) != (row.Id, row.Member))
            {
                yield return Of(member, contradicting);
                member.Clear();
            }

            member.Add(row);
        }

        if (member.Count > 0)
        {
            yield return Of(member, contradicting);
        }
    }

    private static FiledMember Of(List<FiledPurchase> rows, Action<FiledPurchase, FiledPurchase> contradicting)
    {
        rows.Sort((one, other) => string.CompareOrdinal(one.Purchase.Transaction, other.Purchase.Transaction) is not 0 and var order ? order : one.Line.CompareTo(other.Line));
        List<FiledPurchase> newest = new(rows.Count);
        foreach (FiledPurchase row in rows)
        {
            if (newest.Count == 0 || !string.Equals(newest[^1].Purchase.Transaction, row.Purchase.Transaction, StringComparison.Ordinal))
            {
                newest.Add(row);
            }
            else if (row.Purchase.Revision > newest[^1].Purchase.Revision)
            {
                newest[^1] = row;
            }
            else if (row.Purchase.Revision == newest[^1].Purchase.Revision && row.Purchase.Facts != newest[^1].Purchase.Facts)
            {
                contradicting(row, newest[^1]);
            }
        }

        return new FiledMember(rows[0].Id, rows[0].Member, newest);
    }
}
