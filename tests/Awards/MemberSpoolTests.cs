using System.Globalization;
using Compensation.Awards;
using Compensation.Awards.Spool;
using Compensation.Campaigns.Points;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns.Points;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards;

/// <summary>Rows laid aside on disk, beside a list that is sorted in memory.</summary>
public sealed class MemberSpoolTests
{
    private const int Shards = 3;

    /// <summary>Of few members, two of whom may have one id; lowest and highest ids among them.</summary>
    private static Gen<FiledPurchase[]> Rows
    {
        get
        {
            Gen<EntitlementId> id = Gen.OneOf(
                Gen.Elements(0ul, 1ul, (1ul << 48) - 1, 0x1234_5678_9ABCul),
                Gen.Choose(0, int.MaxValue).Select(number => (ulong)number << 17)).Select(EntitlementId.FromValue);
            Gen<FiledPurchase> row =
                from one in id
                from member in Gen.Elements("W001", "W002", "ZZZZZZZZZZZZZZZZZZZZ")
                from transaction in Gen.Choose(1, 9)
                from revision in Gen.Elements(0, 1, 999_999_999_999_999_999)
                from purchase in Purchases.Any
                from facility in Gen.Elements(string.Empty, "大阪駅前の店")
                select new FiledPurchase(0, one, MemberOf(member), new RecordedPurchase(transaction.ToString(CultureInfo.InvariantCulture), revision, new PurchaseFacts(purchase, facility)));
            return row.ListOf().Select(rows => rows.Select((one, index) => one with { Line = index + 2 }).ToArray());
        }
    }

    [Fact]
    public void Each_shard_gives_back_its_rows_in_order_however_few_are_sorted_in_memory_and_as_often_as_they_are_asked_for() =>
        Prop.ForAll(Rows.ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), GivesBackInOrder).QuickCheckThrowOnFailure();

    [Fact]
    public void Members_are_put_together_whatever_lies_between_their_rows() => Prop.ForAll(Rows.ToArbitrary(), rows =>
    {
        using MemberSpool<FiledPurchase> spool = Spool(rows, sortedAtOnceMax: 5);

        FiledMember[] members = [.. spool.Shards.SelectMany(shard => FiledMember.GroupsOf(spool.Read(shard), (_, _) => { }))];

        Assert.Equal(rows.Select(row => (row.Id, row.Member)).Distinct().Count(), members.Length);
        Assert.Equal(rows.Select(row => (row.Id, row.Member, row.Purchase.Transaction)).Distinct().Count(), members.Sum(member => member.Purchases.Count));
        Assert.All(members.SelectMany(member => member.Purchases.Select(row => (member, row))), one => Assert.Equal((one.member.Id, one.member.Member), (one.row.Id, one.row.Member)));
    }).QuickCheckThrowOnFailure();

    private static void GivesBackInOrder(FiledPurchase[] rows, int sortedAtOnceMax)
    {
        using MemberSpool<FiledPurchase> spool = Spool(rows, sortedAtOnceMax);

        Assert.Equal(rows.Select(row => row.Id.ShardOf(Shards)).Distinct().Order(), spool.Shards);
        foreach (int shard in Enumerable.Range(0, Shards))
        {
            FiledPurchase[] expected = [.. rows.Where(row => row.Id.ShardOf(Shards) == shard).OrderBy(row => row.Id).ThenBy(row => row.Member.Packed).ThenBy(row => row.Line)];
            Assert.Equal(expected, spool.Read(shard));
            Assert.Equal(expected.Take(2), spool.Read(shard).Take(2));
            Assert.Equal(expected, spool.Read(shard));
        }
    }

    private static MemberSpool<FiledPurchase> Spool(FiledPurchase[] rows, int sortedAtOnceMax)
    {
        MemberSpool<FiledPurchase> spool = new(Shards, sortedAtOnceMax);
        Array.ForEach(rows, spool.Add);
        return spool;
    }

    private static MemberId MemberOf(string text) => MemberId.TryParse(text, out MemberId member) ? member : throw new FormatException(text);
}
