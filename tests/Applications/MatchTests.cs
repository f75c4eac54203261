using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Applications;

public sealed class MatchTests
{
    private static readonly Campaign Yamaguchi = CampaignFiles.Read("yamaguchi");
    private static readonly DateOnly Travelled = new(2023, 2, 23);
    private static readonly StatedFacts Stated = new("ヤマダ", "タロウ", Travelled, "+819012345678", "35");

    private static readonly Arbitrary<(string Family, string Given)> AnyName = (
        from family in Gen.Elements("ヤマダ", "たかやま", "ｽｷﾞﾔﾏ", "髙橋", "Mark")
        from given in Gen.Elements("タロウ", "はなこ", "ｳﾞｨｸﾄﾘｱ", "太郎", "Lee")
        select (family, given)).ToArbitrary();

    [Fact]
    public void The_number_and_one_more_fact_are_exact()
    {
        Assert.Equal(ApplicationOutcome.Exact, Of(Stated, OnFile(name: "ヤマダ タロウ")));
        Assert.Equal(ApplicationOutcome.Exact, Of(Stated, OnFile(travelled: Travelled)));
        Assert.Equal(ApplicationOutcome.Exact, Of(Stated, OnFile(phone: "+819012345678")));

        // Kumamoto's site sends its link by e-mail, and asks for a number besides.
        StatedFacts byEmail = new ApplicationForm("山田", "太郎") { Phone = "09012345678", Email = "taro@example.jp", Delivery = new Contact(null, "taro@example.jp") }.Facts;
        Assert.Equal(ApplicationOutcome.Exact, Of(byEmail, OnFile(name: "ヤマダ タロウ", phone: "+819012345678")));
        Assert.Equal(ApplicationOutcome.NumberOnly, Of(byEmail, OnFile(name: "ヤマダ タロウ", phone: "+819012345679")));
        Assert.Equal(ApplicationOutcome.NameDiffers, Of(byEmail, OnFile(name: "佐藤 花子", phone: "+819012345678")));
    }

    [Fact]
    public void The_number_alone_is_for_a_person()
    {
        Assert.Equal(ApplicationOutcome.NumberOnly, Of(Stated, OnFile()));
        Assert.Equal(ApplicationOutcome.NumberOnly, Of(Stated, OnFile(travelled: Travelled.AddDays(1), phone: "+818011112222")));
        Assert.Equal(ApplicationOutcome.NumberOnly, Of(Stated with { Family = "山田", Given = "太郎", TravelDate = null, Phone = null }, OnFile(name: "ヤマダ タロウ", travelled: Travelled)));
    }

    [Theory]
    [InlineData("サトウ タロウ", ApplicationOutcome.SurnameChanged)]
    [InlineData("サトウ ジロウ", ApplicationOutcome.NameDiffers)]
    [InlineData("ヤマタ タロウ", ApplicationOutcome.NameNear)]
    [InlineData("ヤマダ タロー", ApplicationOutcome.NameNear)]
    [InlineData("タロウ ヤマダ", ApplicationOutcome.Exact)]
    [InlineData("ﾔﾏﾀﾞﾀﾛｳ", ApplicationOutcome.Exact)]
    public void A_name_that_contradicts_goes_to_a_person_whatever_else_agrees(string onFile, ApplicationOutcome outcome) =>
        Assert.Equal(outcome, Of(Stated, OnFile(name: onFile, travelled: Travelled, phone: "+819012345678")));

    [Theory]
    [InlineData("スギヤマ", "ヴィクトリア", "スギヤマ ビクトリア", ApplicationOutcome.NameNear)]
    [InlineData("ミヅタ", "カヅエ", "ミズタ カズエ", ApplicationOutcome.NameNear)]
    [InlineData("ヤマダ", "ヨ─コ", "ヤマダ ヨーコ", ApplicationOutcome.Exact)]
    [InlineData("ヤマタ゛", "ヨーコ", "ヤマダ ヨーコ", ApplicationOutcome.Exact)]
    [InlineData("ピカール", "ジャン＝リュック", "ジャン・リュック ピカール", ApplicationOutcome.Exact)]
    public void Two_ways_of_writing_one_sound_are_near_and_two_of_one_letter_the_same(string family, string given, string onFile, ApplicationOutcome outcome) =>
        Assert.Equal(outcome, Of(Stated with { Family = family, Given = given }, OnFile(name: onFile)));

    [Fact]
    public void A_name_matches_in_either_order_and_in_one_field() => Prop.ForAll(AnyName, name =>
    {
        CouponOnFile coupon = OnFile() with { Holder = new CouponHolder($"{name.Family}　{name.Given}", null) };
        StatedFacts[] ways =
        [
            Stated with { Family = name.Family, Given = name.Given },
            Stated with { Family = name.Given, Given = name.Family },
            Stated with { Family = $"{name.Family} {name.Given}", Given = string.Empty },
        ];
        return ways.All(way => Of(way, coupon) == ApplicationOutcome.Exact);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_thing_that_stands_against_it_has_an_outcome_of_its_own()
    {
        CouponOnFile exact = OnFile(name: "ヤマダ タロウ");
        Assert.Equal(ApplicationOutcome.UnknownNumber, Of(Stated, null));
        Assert.Equal(ApplicationOutcome.OtherPrefecture, Match.Of(Yamaguchi, Stated, null, isElsewhere: true, isTaken: false));
        Assert.Equal(ApplicationOutcome.OtherPrefecture, Of(Stated with { Prefecture = "00" }, exact));
        Assert.Equal(ApplicationOutcome.AlreadyInApp, Of(Stated, exact with { Coupon = exact.Coupon with { ChargedToApp = true } }));
        Assert.Equal(ApplicationOutcome.Exact, Of(Stated, exact with { Coupon = exact.Coupon with { ChargedToApp = true, LeftApp = true } }));
        Assert.Equal(ApplicationOutcome.BalanceZero, Of(Stated, exact with { Coupon = exact.Coupon with { Balance = Yen.Zero }, Imported = Yen.Zero }));
        Assert.Equal(ApplicationOutcome.Spent, Of(Stated, exact with { Coupon = exact.Coupon with { Balance = Yen.Zero }, Imported = new Yen(3000) }));
        Assert.Equal(ApplicationOutcome.NotCovered, Of(Stated, exact with { Coupon = exact.Coupon with { Expiry = new DateOnly(2023, 3, 10) } }));
        Assert.Equal(ApplicationOutcome.AlreadyApplied, Match.Of(Yamaguchi, Stated, exact, isElsewhere: false, isTaken: true));
    }

    private static ApplicationOutcome Of(StatedFacts stated, CouponOnFile? coupon) => Match.Of(Yamaguchi, stated, coupon, isElsewhere: false, isTaken: false);

    private static CouponOnFile OnFile(string? name = null, DateOnly? travelled = null, string? phone = null) => new(
        EntitlementId.FromValue(1), new Coupon(new DateOnly(2023, 2, 24), new Yen(3000), ChargedToApp: false), new Yen(3000), new CouponHolder(name, travelled), new Contact(phone, null));
}
