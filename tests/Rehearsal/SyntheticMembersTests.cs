using Compensation.Rehearsal.Members;

namespace Compensation.Tests.Rehearsal;

public sealed class SyntheticMembersTests
{
    private const int Count = 2_000;

    private static readonly SyntheticMembers Members = new(7, Count);
    private static readonly IReadOnlyList<IReadOnlyList<Filing>> Filings = [.. Enumerable.Range(0, Count).Select(index => Members.FilingsOf(index).ToList())];

    private static IEnumerable<Filing> All => Filings.SelectMany(member => member);

    [Fact]
    public void The_same_seed_has_the_same_members_with_the_same_purchases_whoever_is_asked_for_first()
    {
        SyntheticMembers again = new(7, Count);

        Assert.Equal(Members.RowsOf(Delivery.December), again.RowsOf(Delivery.December));
        Assert.Equal(Filings[1_234], again.FilingsOf(1_234));
        Assert.NotEqual(Filings[1_234], new SyntheticMembers(8, Count).FilingsOf(1_234));
    }

    [Fact]
    public void An_id_is_one_members_and_leads_back_to_them()
    {
        Assert.All(Enumerable.Range(0, Count), index => Assert.Equal(index, Members.IndexOf(Members.IdOf(index))));
        Assert.Null(Members.IndexOf("W0002000001"));
        Assert.Null(Members.IndexOf("somebody"));
    }

    [Fact]
    public void The_points_system_knows_by_the_id_whom_it_does_not_know_and_who_has_spent_everything()
    {
        Assert.All(Enumerable.Range(0, Count), index => Assert.Equal(
            Members.StandingOf(index),
            Members.IdOf(index) switch
            {
                [.., '4', '0', '4'] => Standing.Unknown,
                [.., '4', '2', '2'] => Standing.Spent,
                _ => Standing.Ordinary,
            }));
        AssertShare(0.008, 0.006, Enumerable.Range(0, Count).Count(index => Members.StandingOf(index) == Standing.Unknown), Count);
        AssertShare(0.017, 0.008, Enumerable.Range(0, Count).Count(index => Members.StandingOf(index) == Standing.Spent), Count);
    }

    [Fact]
    public void Everybody_has_five_to_twelve_transactions_over_all_services()
    {
        Assert.All(Filings.Where(member => member.Count > 0), member => Assert.InRange(TransactionsOf(member), 1, 12));
        Assert.Equal(8.5, Filings.Average(TransactionsOf), 0.4);
        Assert.Equal(
            ["mall", "plusPlace", "shops", "tabiwa", "trains", "travelAgencyShop", "travelAgencyWeb"],
            All.Select(filing => filing.Row.Service).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_transaction_stays_with_its_member_and_a_revision_says_one_thing()
    {
        Assert.All(All.GroupBy(filing => filing.Row.Transaction), rows => Assert.Single(rows.Select(filing => filing.Row.Member).Distinct()));
        Assert.All(All.GroupBy(filing => (filing.Row.Transaction, filing.Row.Revision)), rows => Assert.Single(rows.Select(filing => filing.Row).Distinct()));
    }

    [Fact]
    public void Every_file_brings_new_transactions_cancellations_and_repeats_of_older_rows()
    {
        foreach (Delivery delivery in new[] { Delivery.November, Delivery.December, Delivery.January })
        {
            HashSet<string> known = [.. All.Where(filing => filing.In < delivery).Select(filing => filing.Row.Transaction)];
            List<SyntheticPurchase> rows = [.. All.Where(filing => filing.In == delivery).Select(filing => filing.Row)];

            Assert.Contains(rows, row => !known.Contains(row.Transaction));
            Assert.Contains(rows, row => known.Contains(row.Transaction) && row.Status == Statuses.Cancelled);
            Assert.Contains(rows, row => known.Contains(row.Transaction) && row.Status == Statuses.Returned);
            Assert.Contains(rows, row => known.Contains(row.Transaction) && row.Status == Statuses.Corrected);
            Assert.Contains(rows, row => known.Contains(row.Transaction) && row.Revision == 1);
        }
    }

    [Fact]
    public void What_is_bought_meets_every_rule_of_the_terms()
    {
        List<SyntheticPurchase> first = [.. All.Where(filing => filing.Row.Revision == 1).Select(filing => filing.Row)];

        AssertShare(0.46, 0.03, first.Count(row => row.Service == "shops"), first.Count);
        AssertShare(0.04, 0.01, first.Count(row => row.Exclusions.Length > 0), first.Count);
        Assert.Contains(first, row => row.Kind == "per220");
        Assert.Contains(first, row => row.LinkedApp == false);
        Assert.Contains(first, row => row.FacilityMember == false);
        Assert.Contains(first, row => row.Service == "trains" && row.BasePoints * 20 > row.Amount);
        Assert.Contains(first, row => row.Service == "trains" && row.BoardedOn == new DateOnly(2023, 11, 1));
        Assert.Contains(first, row => row.Service == "mall" && row.ShippedOn is null);
    }

    [Fact]
    public void Some_members_cancel_or_return_everything_in_the_end()
    {
        int nothingLeft = Enumerable.Range(0, Count).Count(index => Compensation.Rehearsal.Witness.PointsWitness.DuesOf(Members, index) is [> 0, .., 0]);

        Assert.InRange(nothingLeft, 5, Count / 50);
    }

    [Fact]
    public void A_file_is_written_in_the_documented_format()
    {
        SyntheticPurchase row = new()
        {
            Transaction = "T1",
            Revision = 2,
            Member = "W0000000001",
            Service = "trains",
            Facility = "F0001",
            Kind = "basePoints",
            BookedOn = new DateOnly(2023, 10, 2),
            BoardedOn = new DateOnly(2023, 10, 31),
            Amount = 1_200,
            BasePoints = 78,
            Exclusions = "icocaUse",
            LinkedApp = true,
            FacilityMember = false,
            Status = Statuses.Corrected,
        };

        Assert.Equal("T1,2,W0000000001,trains,F0001,basePoints,,2023-10-02,2023-10-31,,,,1200,78,icocaUse,true,false,corrected", PurchaseFile.LineOf(row));
    }

    private static int TransactionsOf(IReadOnlyList<Filing> member) => member.Select(filing => filing.Row.Transaction).Distinct().Count();

    private static void AssertShare(double expected, double tolerance, int found, int of) => Assert.Equal(expected, (double)found / of, tolerance);
}
