using Compensation.Common;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Rehearsal;

public sealed class SyntheticPopulationTests
{
    private const int Many = 20_000;

    private static SyntheticPopulation Population(long seed = 1, int count = Many) => new(seed, count, TestCampaigns.Kumamoto.Eligibility);

    [Fact]
    public void The_same_seed_gives_the_same_people()
    {
        Assert.Equal(Population(7, 500).Coupons(), Population(7, 500).Coupons());
        Assert.NotEqual(Population(7, 500).Coupons(), Population(8, 500).Coupons());
    }

    [Fact]
    public void A_person_does_not_depend_on_how_many_others_there_are()
    {
        Assert.Equal(Population(count: 10).CouponsOf(9), Population(count: Many).CouponsOf(9));
    }

    [Fact]
    public void Every_coupon_has_an_inquiry_number_of_its_own()
    {
        List<string> numbers = [.. Population().Coupons().Select(coupon => coupon.InquiryNumber)];

        Assert.Equal(numbers.Count, numbers.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_address_is_one_that_the_application_takes()
    {
        foreach (SyntheticCoupon coupon in Population().Coupons())
        {
            Assert.True(coupon.Phone is null || JapanesePhone.TryNormalise(coupon.Phone, out _), coupon.Phone);
            Assert.True(coupon.Email is null || EmailRule.IsAcceptable(coupon.Email), coupon.Email);
        }
    }

    [Fact]
    public void Different_people_have_different_addresses()
    {
        List<string> firstOfEach = [.. Enumerable.Range(0, Many).SelectMany(index => Addresses.Of(Population().CouponsOf(index).First()))];

        Assert.Equal(firstOfEach.Count, firstOfEach.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Who_holds_several_coupons_has_the_same_addresses_on_all_of_them()
    {
        List<IReadOnlyList<SyntheticCoupon>> several = [.. Enumerable.Range(0, Many).Select(index => (IReadOnlyList<SyntheticCoupon>)[.. Population().CouponsOf(index)]).Where(coupons => coupons.Count > 1)];

        Assert.InRange(several.Count, Many * 0.03, Many * 0.06);
        Assert.All(several, coupons => Assert.Single(coupons.Select(coupon => (coupon.Phone, coupon.Email)).Distinct()));
    }

    [Theory]
    [InlineData("charged to the app", 0.87, 0.89)]
    [InlineData("by phone, of those in the app", 0.69, 0.72)]
    [InlineData("by both ways, of those in the app", 0.02, 0.04)]
    [InlineData("nothing left", 0.07, 0.09)]
    [InlineData("one yen left", 0.008, 0.02)]
    [InlineData("another expiry", 0.02, 0.04)]
    [InlineData("unreachable phones", 0.011, 0.017)]
    [InlineData("phones without reports", 0.005, 0.009)]
    [InlineData("bouncing mailboxes", 0.008, 0.018)]
    [InlineData("old carrier addresses", 0.013, 0.027)]
    public void Shares_are_realistic(string share, double least, double most)
    {
        List<SyntheticCoupon> all = [.. Population().Coupons()];
        List<SyntheticCoupon> app = [.. all.Where(coupon => coupon.ChargedToApp)];
        List<string> phones = [.. app.Select(coupon => coupon.Phone).OfType<string>()];
        List<string> mailboxes = [.. app.Select(coupon => coupon.Email).OfType<string>()];

        double actual = share switch
        {
            "charged to the app" => Share(all, coupon => coupon.ChargedToApp),
            "by phone, of those in the app" => Share(app, coupon => coupon.Phone is not null),
            "by both ways, of those in the app" => Share(app, coupon => coupon is { Phone: not null, Email: not null }),
            "nothing left" => Share(all, coupon => coupon.Balance == 0),
            "one yen left" => Share(all, coupon => coupon.Balance == 1),
            "another expiry" => Share(all, coupon => coupon.Expiry != TestCampaigns.Kumamoto.Eligibility.CouponExpiry),
            "unreachable phones" => Share(phones, phone => phone.EndsWith("01", StringComparison.Ordinal)),
            "phones without reports" => Share(phones, phone => phone.EndsWith("03", StringComparison.Ordinal)),
            "bouncing mailboxes" => Share(mailboxes, mailbox => mailbox.StartsWith("bounce.", StringComparison.Ordinal)),
            "old carrier addresses" => Share(mailboxes, mailbox => mailbox.EndsWith("@docomo.ne.jp", StringComparison.Ordinal)),
            _ => throw new ArgumentOutOfRangeException(nameof(share)),
        };

        Assert.InRange(actual, least, most);
    }

    [Fact]
    public void Everybody_has_stated_an_address_in_the_app_or_on_paper()
    {
        Assert.All(Population().Coupons(), coupon => Assert.True(Addresses.Of(coupon).Any()));
    }

    private static double Share<T>(IReadOnlyCollection<T> all, Func<T, bool> those) => all.Count(those) / (double)all.Count;
}
