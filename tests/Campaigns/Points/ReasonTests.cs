using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Campaigns.Points;

public sealed class ReasonTests
{
    [Fact]
    public void A_train_after_the_period_is_explained_by_its_boarding_date()
    {
        Purchase late = Purchases.Train(6_000, 30) with { Dates = new PurchaseDates { Boarding = new DateOnly(2023, 11, 1) } };

        Assert.Equal(["boarding date 1 Nov 2023: outside the period"], English(late));
        Assert.Equal(["乗車日 2023年11月1日：対象期間（2023年10月1日～2023年10月31日）の外です"], Japanese(late));
    }

    [Fact]
    public void A_cap_is_explained_by_what_it_left_of_what() =>
        Assert.Equal(["boarding date 15 Oct 2023: in the period", "78 base points × 4 = 312", "capped at 20 %: 240 of 312"], English(Purchases.Train(1_200, 78)));

    [Fact]
    public void An_amount_is_explained_by_its_division() => Assert.Equal(
        ["購入日 2023年10月15日：対象期間内です", "税込10,000円÷110×4＝363 7/11ポイント", "1ポイント未満の端数を切り捨て：363 7/11のうち363ポイント"],
        Japanese(Purchases.AtShop(10_000)));

    [Fact]
    public void A_fraction_is_dropped_with_a_word_only_where_the_rules_drop_each_transactions()
    {
        PointRules once = new(Purchases.Award with { Rounding = AwardRounding.DownOnceAtEnd });

        Assert.Equal("fraction dropped: 3 of 3 7/11", English(Purchases.AtShop(100))[^1]);
        Assert.Equal("100 yen ÷ 110 × 4 = 3 7/11", ReasonTexts.InEnglish(AwardReason.For(once, Purchases.AtShop(100))[^1]));
        Assert.Equal("110 yen ÷ 110 × 4 = 4", English(Purchases.AtShop(110))[^1]);
    }

    [Fact]
    public void A_condition_that_changes_the_rate_is_named_before_the_rate_that_it_left() => Assert.Equal(
        ["purchase date 15 Oct 2023: in the period", "condition 'facilityMember' not fulfilled: earns by rate 'per220'", "1,100 yen ÷ 220 × 4 = 20"],
        English(Purchases.AtShop(1_100) with { FacilityMember = false }));

    [Fact]
    public void Whatever_a_purchase_is_there_are_words_for_it_in_both_languages() =>
        Prop.ForAll(Purchases.Any.ToArbitrary(), purchase =>
            English(purchase) is { Length: > 0 } english && Japanese(purchase).Length == english.Length && english.All(text => text.Length > 0)).QuickCheckThrowOnFailure();

    private static string[] English(Purchase purchase) => [.. AwardReason.For(Purchases.Rules, purchase).Select(ReasonTexts.InEnglish)];

    private static string[] Japanese(Purchase purchase) => [.. AwardReason.For(Purchases.Rules, purchase).Select(ReasonTexts.InJapanese)];
}
