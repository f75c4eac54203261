using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Coupons;

public sealed class EligibilityTests
{
    private static readonly DateOnly Covered = new(2023, 2, 24);
    private static readonly EligibilityRule Rule = new(Covered, new Yen(1));

    private static readonly Arbitrary<Coupon> AnyCoupon = (
        from days in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(-40, 40)))
        from balance in Gen.Frequency((1, Gen.Choose(0, 1)), (2, Gen.Choose(0, 10_000_000)))
        from charged in Gen.Elements(true, false)
        from extended in Gen.Elements(true, false)
        select new Coupon(Covered.AddDays(days), new Yen(balance), charged, extended)).ToArbitrary();

    [Fact]
    public void A_coupon_in_the_app_is_owed_by_the_app_route() =>
        Assert.Equal(new Eligibility.Eligible(EntitlementRoute.App, new Yen(1)), Eligibility.Of(Rule, new Coupon(Covered, new Yen(1), ChargedToApp: true)));

    [Fact]
    public void A_coupon_on_paper_is_owed_by_the_application_route() =>
        Assert.Equal(new Eligibility.Eligible(EntitlementRoute.Application, new Yen(3000)), Eligibility.Of(Rule, new Coupon(Covered, new Yen(3000), ChargedToApp: false)));

    [Fact]
    public void A_coupon_of_another_day_is_not_covered() =>
        Assert.Equal(new Eligibility.NotCovered(NotCoveredReason.OtherExpiry), Eligibility.Of(Rule, new Coupon(Covered.AddDays(1), new Yen(3000), ChargedToApp: true)));

    [Fact]
    public void A_coupon_of_another_day_is_owed_once_a_double_charge_has_prolonged_it() =>
        Assert.Equal(
            new Eligibility.Eligible(EntitlementRoute.DoubleCharge, new Yen(500)),
            Eligibility.Of(Rule, new Coupon(Covered.AddDays(-3), new Yen(500), ChargedToApp: true, Extended: true)));

    [Fact]
    public void A_double_charge_does_not_change_the_route_of_a_coupon_that_is_covered_anyway() =>
        Assert.Equal(
            new Eligibility.Eligible(EntitlementRoute.App, new Yen(500)),
            Eligibility.Of(Rule, new Coupon(Covered, new Yen(500), ChargedToApp: true, Extended: true)));

    [Theory]
    [InlineData(2000, 500, 500)]
    [InlineData(700, 500, 500)]
    [InlineData(200, 500, 200)]
    public void Of_a_coupon_that_goes_on_being_spent_only_what_was_put_back_is_owed(long balance, long restored, long owed)
    {
        EligibilityRule rule = Rule with { ExtendedUntil = new DateOnly(2023, 3, 31) };
        Coupon coupon = new(new DateOnly(2023, 4, 1), new Yen(balance), ChargedToApp: true, Extended: true) { Restored = new Yen(restored) };

        Assert.Equal(new Eligibility.Eligible(EntitlementRoute.DoubleCharge, new Yen(owed)), Eligibility.Of(rule, coupon));
        Assert.Equal(new Eligibility.Eligible(EntitlementRoute.DoubleCharge, new Yen(balance)), Eligibility.Of(rule, coupon with { Expiry = new DateOnly(2023, 3, 31) }));
        Assert.Equal(new Eligibility.NotCovered(NotCoveredReason.OtherExpiry), Eligibility.Of(rule, coupon with { Extended = false, Restored = Yen.Zero }));
    }

    /// <summary>Seals that were published name the routes of their version.</summary>
    [Theory]
    [InlineData(1, false, true, EntitlementRoute.DoubleCharge, 2000)]
    [InlineData(2, false, true, EntitlementRoute.Application, 2000)]
    [InlineData(3, false, true, EntitlementRoute.Application, 500)]
    [InlineData(1, true, true, EntitlementRoute.DoubleCharge, 2000)]
    [InlineData(3, true, true, EntitlementRoute.DoubleCharge, 500)]
    [InlineData(1, false, false, EntitlementRoute.Application, 2000)]
    public void Each_version_of_the_sealed_line_keeps_who_was_owed_what(int version, bool charged, bool ofAnotherDay, EntitlementRoute route, long owed)
    {
        EligibilityRule rule = SealLine.RuleOf(Rule with { ExtendedUntil = new DateOnly(2023, 3, 31) }, version);
        Coupon coupon = new(ofAnotherDay ? new DateOnly(2023, 4, 1) : Covered, new Yen(2000), charged, Extended: true) { Restored = new Yen(500) };

        Assert.Equal(new Eligibility.Eligible(route, new Yen(owed)), Eligibility.Of(rule, coupon));
    }

    [Fact]
    public void An_empty_coupon_is_never_owed() =>
        Prop.ForAll(AnyCoupon, coupon => Eligibility.Of(Rule, coupon with { Balance = Yen.Zero }) == new Eligibility.NotCovered(NotCoveredReason.BalanceBelowMinimum))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whoever_has_a_balance_and_the_day_or_a_double_charge_is_owed_and_nobody_else() =>
        Prop.ForAll(AnyCoupon, coupon =>
        {
            bool owed = coupon.Balance.Amount >= 1 && (coupon.Expiry == Covered || coupon.Extended);
            return Eligibility.Of(Rule, coupon) is Eligibility.Eligible == owed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_money_on_a_coupon_never_takes_a_right_away() =>
        Prop.ForAll(AnyCoupon, coupon =>
            Eligibility.Of(Rule, coupon) is not Eligibility.Eligible eligible
            || Eligibility.Of(Rule, coupon with { Balance = coupon.Balance + new Yen(1) }) == eligible with { Owed = eligible.Owed + new Yen(1) }).QuickCheckThrowOnFailure();
}
