using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

/// <summary>The witness's own reading of the terms, on sums that can be done in one's head.</summary>
public sealed class WesterTermsTests
{
    private static readonly DateOnly InPeriod = new(2023, 10, 15);
    private static readonly SyntheticPurchase Shop = new() { Transaction = "T1", Revision = 1, Member = "W0000000001", Service = "shops", Kind = "per110", PurchasedOn = InPeriod, Amount = 1_100 };

    [Fact]
    public void Shops_earn_four_points_for_110_or_220_yen()
    {
        Assert.Equal(40, WesterTerms.PointsFor([Shop]));
        Assert.Equal(20, WesterTerms.PointsFor([Shop with { Kind = "per220" }]));
        Assert.Equal(20, WesterTerms.PointsFor([Shop with { FacilityMember = false }]));
        Assert.Equal(0, WesterTerms.PointsFor([Shop with { LinkedApp = false }]));
    }

    [Fact]
    public void Trains_earn_four_times_their_base_points_up_to_a_fifth_of_the_fare()
    {
        SyntheticPurchase train = Shop with { Service = "trains", Kind = string.Empty, PurchasedOn = null, BoardedOn = InPeriod, Amount = 1_200 };

        Assert.Equal(120, WesterTerms.PointsFor([train with { BasePoints = 30 }]));
        Assert.Equal(240, WesterTerms.PointsFor([train with { BasePoints = 60 }]));
        Assert.Equal(240, WesterTerms.PointsFor([train with { BasePoints = 78 }]));
    }

    /// <summary>Worked by hand: 436/110, 440/110, 444/110, 876/110 and 880/110 points, and half of them by 220 yen.</summary>
    [Theory]
    [InlineData(27, 0, 0)]
    [InlineData(28, 1, 0)]
    [InlineData(109, 3, 1)]
    [InlineData(110, 4, 2)]
    [InlineData(111, 4, 2)]
    [InlineData(219, 7, 3)]
    [InlineData(220, 8, 4)]
    public void Each_transactions_fraction_is_dropped(int yen, long by110, long by220)
    {
        Assert.Equal(by110, WesterTerms.PointsFor([Shop with { Amount = yen }]));
        Assert.Equal(by220, WesterTerms.PointsFor([Shop with { Amount = yen, Kind = "per220" }]));
        Assert.Equal(by220, WesterTerms.PointsFor([Shop with { Amount = yen, FacilityMember = false }]));
        Assert.Equal(3 * by110, WesterTerms.PointsFor([Shop with { Amount = yen }, Shop with { Amount = yen }, Shop with { Amount = yen }]));
        Assert.Equal(by110, WesterTerms.PointsFor([Shop with { Amount = yen }, Shop with { Amount = yen, Status = "cancelled" }]));
    }

    [Theory]
    [InlineData(59, 3, 11)]
    [InlineData(60, 3, 12)]
    [InlineData(64, 4, 12)]
    [InlineData(4, 1, 0)]
    public void The_fifth_of_a_fare_is_rounded_down_too(int yen, int basePoints, long points) =>
        Assert.Equal(points, WesterTerms.PointsFor([Shop with { Service = "trains", Kind = string.Empty, PurchasedOn = null, BoardedOn = InPeriod, Amount = yen, BasePoints = basePoints }]));

    [Theory]
    [InlineData("cancelled", "", 0)]
    [InlineData("returned", "", 0)]
    [InlineData("corrected", "", 40)]
    [InlineData("completed", "settlementPoints", 0)]
    public void What_is_withdrawn_or_not_multiplied_earns_nothing(string status, string exclusions, long points) =>
        Assert.Equal(points, WesterTerms.PointsFor([Shop with { Status = status, Exclusions = exclusions }]));

    [Theory]
    [InlineData("2023-09-30", 0)]
    [InlineData("2023-10-01", 40)]
    [InlineData("2023-10-31", 40)]
    [InlineData("2023-11-01", 0)]
    public void The_period_is_october(string day, long points)
    {
        DateOnly date = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        SyntheticPurchase undated = Shop with { PurchasedOn = null };

        Assert.Equal(points, WesterTerms.PointsFor([Shop with { PurchasedOn = date }]));
        Assert.Equal(points, WesterTerms.PointsFor([undated with { Service = "tabiwa", UsedOn = date }]));
        Assert.Equal(points, WesterTerms.PointsFor([undated with { Service = "plusPlace", UsedOn = date }]));
        Assert.Equal(points, WesterTerms.PointsFor([undated with { Service = "travelAgencyShop", BookedOn = date, DepartedOn = new DateOnly(2023, 12, 1) }]));
        Assert.Equal(points, WesterTerms.PointsFor([undated with { Service = "travelAgencyWeb", BookedOn = new DateOnly(2023, 8, 1), DepartedOn = date }]));
        Assert.Equal(points, WesterTerms.PointsFor([undated with { Service = "mall", PurchasedOn = new DateOnly(2023, 10, 2), ShippedOn = date }]));
    }

    [Fact]
    public void What_has_not_been_shipped_earns_nothing_yet() =>
        Assert.Equal(0, WesterTerms.PointsFor([Shop with { Service = "mall" }]));
}
