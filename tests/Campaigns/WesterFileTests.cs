using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Tests.Campaigns;

/// <summary>What the terms of WESTER Positive Days say, against what the file makes of it.</summary>
public sealed class WesterFileTests
{
    private readonly Campaign _wester = CampaignFiles.Read("wester");

    [Fact]
    public void Purchases_of_October_count_and_points_are_granted_from_the_end_of_November_on()
    {
        Assert.Equal(CampaignKind.PointsAward, _wester.Kind);
        Assert.Equal(JapanTime.StartOf(new DateOnly(2023, 10, 1)), _wester.Award!.StartsAt);
        Assert.Equal(JapanTime.StartOf(new DateOnly(2023, 11, 1)), _wester.Award.EndsAt);
        IssueWave grant = Assert.Single(_wester.Waves);
        Assert.Equal(EntitlementRoute.Purchase, grant.Route);
        Assert.True(grant.EndsAt - grant.StartsAt > TimeSpan.FromDays(31));
        Assert.Equal((grant.StartsAt, grant.EndsAt, JapanTime.StartOf(new DateOnly(2024, 4, 1))), (_wester.Grant!.StartsAt, _wester.Grant.EndsAt, _wester.Grant.CorrectionsEndAt));
        Assert.Superset(new HashSet<string>(["grant.correctionsUntil", "grant.perMinute"]), _wester.Defaults.Keys.ToHashSet());
    }

    [Fact]
    public void Four_times_the_ordinary_points_are_added_by_three_rates() => Assert.Equal(
        [
            new AwardRate("per110", AwardBasis.AmountPaid, new Yen(110), 4),
            new AwardRate("per220", AwardBasis.AmountPaid, new Yen(220), 4),
            new AwardRate("basePoints", AwardBasis.BasePoints, Yen.Zero, 4),
        ],
        _wester.Award!.Rates);

    [Theory]
    [InlineData("shops", AwardDate.Purchase)]
    [InlineData("trains", AwardDate.Boarding)]
    [InlineData("tabiwa", AwardDate.Use)]
    [InlineData("travelAgencyShop", AwardDate.Booking)]
    [InlineData("travelAgencyWeb", AwardDate.Departure)]
    [InlineData("mall", AwardDate.Shipping)]
    [InlineData("plusPlace", AwardDate.Use)]
    public void Each_service_has_its_own_date(string service, AwardDate basis) =>
        Assert.Equal(basis, _wester.Award!.Services.Single(one => one.Id == service).DateBasis);

    [Fact]
    public void No_more_than_a_fifth_of_the_amount_is_granted_and_cancelled_purchases_earn_nothing()
    {
        PointsAward award = _wester.Award!;

        Assert.Equal((20, AwardRounding.DownEachTransaction), (award.CapPercent, award.Rounding));
        Assert.True(award is { CancelledEarnsNothing: true, WithdrawnAfterCampaign: true });
        Assert.Equal(["memberBenefits", "otherCampaigns", "settlementPoints", "icocaUse"], award.Exclusions.Select(exclusion => exclusion.Id));
        Assert.Contains("rounding", _wester.Defaults);
    }

    [Fact]
    public void Nobody_is_written_to_and_no_coupon_is_covered()
    {
        Assert.Empty(_wester.Texts);
        Assert.Empty(_wester.Products);
        Assert.Equal(EligibilityRule.None, _wester.Eligibility);
    }
}
