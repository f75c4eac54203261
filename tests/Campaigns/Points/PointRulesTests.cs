using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Campaigns.Points;

/// <summary>What the rules make of purchases. The terms' own cases are the campaign file's examples, which the loader works.</summary>
public sealed class PointRulesTests
{
    private static readonly PointRules s_rules = Purchases.Rules;
    private static readonly Arbitrary<Purchase> s_any = Purchases.Any.ToArbitrary();
    private static readonly Arbitrary<Purchase[]> s_several = Gen.ArrayOf(Purchases.Any).ToArbitrary();

    [Fact]
    public void A_division_that_leaves_a_fraction_stays_exact() =>
        Assert.Equal("363 7/11", s_rules.Evaluate(Purchases.AtShop(10_000)).Points.ToString());

    /// <summary>Worked by hand: three times 100 yen are 3 × 3 7/11 = 10 10/11 points.</summary>
    [Fact]
    public void Fractions_are_dropped_by_transaction_or_once_as_the_campaign_says_and_both_sums_are_known()
    {
        Purchase[] three = [Purchases.AtShop(100), Purchases.AtShop(100), Purchases.AtShop(100)];
        PointRules once = new(Purchases.Award with { Rounding = AwardRounding.DownOnceAtEnd });

        MemberPoints points = Purchases.Sum(s_rules, three);

        Assert.Equal((9, 9, 10, "10 10/11"), (points.Whole, points.EachTransaction, points.OnceAtEnd, points.Exact.ToString()));
        Assert.Equal(points with { Rounding = AwardRounding.DownOnceAtEnd }, Purchases.Sum(once, three));
        Assert.Equal(10, Purchases.Sum(once, three).Whole);
        Assert.Equal(("3", "3 7/11"), (s_rules.Counted(s_rules.Evaluate(three[0])).ToString(), once.Counted(once.Evaluate(three[0])).ToString()));
    }

    [Theory]
    [InlineData(109, "per110", 3)]
    [InlineData(110, "per110", 4)]
    [InlineData(111, "per110", 4)]
    [InlineData(219, "per110", 7)]
    [InlineData(220, "per110", 8)]
    [InlineData(109, "per220", 1)]
    [InlineData(110, "per220", 2)]
    [InlineData(111, "per220", 2)]
    [InlineData(219, "per220", 3)]
    [InlineData(220, "per220", 4)]
    public void A_transactions_whole_points_are_those_worked_by_hand(long yen, string kind, long points)
    {
        Purchase purchase = Purchases.AtShop(yen) with { Kind = kind };

        Assert.Equal(points, Purchases.Sum(s_rules, [purchase]).Whole);
        Assert.Equal(5 * points, Purchases.Sum(s_rules, Enumerable.Repeat(purchase, 5)).Whole);
        Assert.Equal(points, Purchases.Sum(s_rules, [purchase, purchase with { Status = PurchaseStatus.Returned }]).Whole);
    }

    [Fact]
    public void A_campaign_may_let_cancelled_purchases_earn()
    {
        PointRules lenient = new(Purchases.Award with { CancelledEarnsNothing = false });

        Assert.Equal(AwardOutcome.Earned, lenient.Evaluate(Purchases.AtShop(100) with { Status = PurchaseStatus.Cancelled }).Outcome);
    }

    [Fact]
    public void A_service_that_later_rules_have_dropped_earns_nothing() =>
        Assert.Equal(AwardOutcome.UnknownService, s_rules.Evaluate(Purchases.AtShop(100) with { Service = "ferries" }).Outcome);

    [Fact]
    public void A_kind_that_the_service_does_not_have_earns_nothing() =>
        Assert.Equal(AwardOutcome.UnknownKind, s_rules.Evaluate(Purchases.AtShop(100) with { Kind = "basePoints" }).Outcome);

    [Fact]
    public void A_condition_that_leaves_no_rate_is_not_overruled_by_one_that_leaves_another() =>
        Assert.Equal(AwardOutcome.ConditionUnmet, s_rules.Evaluate(Purchases.AtShop(100) with { LinkedApp = false, FacilityMember = false }).Outcome);

    [Fact]
    public void The_largest_purchase_at_the_highest_rate_is_still_exact()
    {
        Purchase largest = Purchases.AtShop(Purchase.AmountMax.Amount);
        PointRules rules = new(Purchases.Award with { CapPercent = 100, Rates = [new AwardRate("per110", AwardBasis.AmountPaid, new Yen(9_999), 100), .. Purchases.Award.Rates.Skip(1)] });

        Assert.Equal("1,000,100 100/9999", rules.Evaluate(largest).Points.ToString());
    }

    [Fact]
    public void No_transaction_earns_more_than_the_cap() =>
        Prop.ForAll(s_any, purchase => s_rules.Evaluate(purchase).Points.Parts * 100 <= purchase.Amount.Amount * Purchases.Award.CapPercent * s_rules.PartsPerPoint)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_transaction_earns_less_than_nothing() =>
        Prop.ForAll(s_any, purchase => s_rules.Evaluate(purchase) is { Points.Parts: >= 0 } award && (award.Points.Parts == 0 || award.Outcome >= AwardOutcome.Capped))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_transactions_does_not_matter() =>
        Prop.ForAll(s_several, purchases => Purchases.Sum(s_rules, purchases) == Purchases.Sum(s_rules, purchases.Reverse())).QuickCheckThrowOnFailure();

    [Fact]
    public void A_transaction_that_is_added_and_cancelled_is_as_if_it_had_never_been() =>
        Prop.ForAll(s_several, s_any, (purchases, one) =>
                Purchases.Sum(s_rules, [.. purchases, one with { Status = PurchaseStatus.Cancelled }]).Whole == Purchases.Sum(s_rules, purchases).Whole)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_transaction_never_takes_points_away() =>
        Prop.ForAll(s_several, s_any, (purchases, one) => Purchases.Sum(s_rules, [.. purchases, one]).Whole >= Purchases.Sum(s_rules, purchases).Whole)
            .QuickCheckThrowOnFailure();

    /// <summary>The same rules once more, with fractions of arbitrary size and none of the engine's short cuts.</summary>
    [Fact]
    public void The_engine_agrees_with_the_terms_worked_in_fractions() =>
        Prop.ForAll(s_any, purchase =>
        {
            AwardService service = Purchases.Award.Services.Single(one => one.Id == purchase.Service);
            bool counts = purchase.Status is PurchaseStatus.Completed or PurchaseStatus.Corrected
                && purchase.Exclusions.Length == 0
                && purchase.Dates[service.DateBasis] is { Year: 2023, Month: 10 }
                && !(service.Id == "shops" && purchase.LinkedApp == false);
            int per = purchase.Kind == "per220" || (service.Id == "shops" && purchase.FacilityMember == false) ? 220 : 110;
            decimal exact = !counts ? 0 : purchase.Kind == "basePoints" ? purchase.BasePoints * 4m * 1100 : purchase.Amount.Amount * 4m * 1100 / per;
            return s_rules.Evaluate(purchase).Points == new ExactPoints((long)Math.Min(exact, purchase.Amount.Amount * 220m), 1100);
        }).QuickCheckThrowOnFailure();
}
