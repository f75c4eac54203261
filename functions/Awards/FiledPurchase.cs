using Compensation.Awards.Spool;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>One row of a purchase file.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Id">The id that the member would have if no other member has it.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Transaction">The transaction's id, unique for its member.</param>
/// <param name="Revision">Orders the rows of one transaction, whatever file they come in.</param>
/// <param name="Facts">What it says.</param>
internal sealed record FiledPurchase(long Line, EntitlementId Id, MemberId Member, string Transaction, long Revision, PurchaseFacts Facts) : ISpooledRow<FiledPurchase>
{
    private const int NoDate = 0;
    private const byte NoAnswer = 2;

    private static readonly AwardDate[] s_dates = Enum.GetValues<AwardDate>();

    public void WriteTo(BinaryWriter writer)
    {
        Purchase purchase = Facts.Purchase;
        writer.Write(Transaction);
        writer.Write(Revision);
        writer.Write(Facts.Facility);
        writer.Write(purchase.Service);
        writer.Write(purchase.Kind);
        foreach (AwardDate date in s_dates)
        {
            writer.Write7BitEncodedInt(purchase.Dates[date]?.DayNumber ?? NoDate);
        }

        writer.Write(purchase.Amount.Amount);
        writer.Write(purchase.BasePoints);
        writer.Write(purchase.Exclusions);
        writer.Write(ToByte(purchase.LinkedApp));
        writer.Write(ToByte(purchase.FacilityMember));
        writer.Write((byte)purchase.Status);
    }

    public static FiledPurchase ReadFrom(long line, EntitlementId id, MemberId member, BinaryReader reader)
    {
        string transaction = reader.ReadString();
        long revision = reader.ReadInt64();
        string facility = reader.ReadString();
        Purchase purchase = new()
        {
            Service = reader.ReadString(),
            Kind = reader.ReadString(),
            Dates = new PurchaseDates { Purchase = Date(reader), Booking = Date(reader), Boarding = Date(reader), Departure = Date(reader), Shipping = Date(reader), Use = Date(reader) },
            Amount = new Yen(reader.ReadInt64()),
            BasePoints = reader.ReadInt64(),
            Exclusions = reader.ReadString(),
            LinkedApp = ToAnswer(reader.ReadByte()),
            FacilityMember = ToAnswer(reader.ReadByte()),
            Status = (PurchaseStatus)reader.ReadByte(),
        };
        return new FiledPurchase(line, id, member, transaction, revision, new PurchaseFacts(purchase, facility));
    }

    private static DateOnly? Date(BinaryReader reader) => reader.Read7BitEncodedInt() is var day and not NoDate ? DateOnly.FromDayNumber(day) : null;

    private static byte ToByte(bool? answer) => answer is { } given ? (byte)(given ? 1 : 0) : NoAnswer;

    private static bool? ToAnswer(byte value) => value == NoAnswer ? null : value == 1;
}

/// <summary>What is known of a transaction.</summary>
/// <param name="Purchase">What the rules look at.</param>
/// <param name="Facility">Where it was made; empty where the file does not say.</param>
internal sealed record PurchaseFacts(Purchase Purchase, string Facility);

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

    private static FiledMember Of(List<FiledPurchase> rows, Action<FiledPurchase, FiledPurchase> contradicting) => new(
        rows[0].Id,
        rows[0].Member,
        [.. rows.GroupBy(row => row.Transaction, StringComparer.Ordinal).Select(same => Newest(same, contradicting)).OrderBy(row => row.Transaction, StringComparer.Ordinal)]);

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
