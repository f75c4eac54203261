using System.Globalization;
using System.Text;
using Compensation.Applications;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Applications;

public sealed class TypingTests
{
    private const string Kana = "アイカガサザタダハバパマヤヨラヴンッャー";

    private static readonly Arbitrary<string> AnyKana = Gen.Elements(Kana.ToCharArray()).NonEmptyListOf().Select(letters => string.Concat(letters)).ToArbitrary();

    [Theory]
    [InlineData("ヴィクトリア　スギヤマ", "ヴィクトリア スギヤマ")]
    [InlineData("たかやま たろう", "たかやま たろう")]
    [InlineData("マーク", "マーク")]
    [InlineData("　", "")]
    [InlineData("ﾀｶﾔﾏ ﾀﾛｳ", "タカヤマ タロウ")]
    [InlineData("ヤマタ゛ ハ゜ール", "ヤマダ パール")]
    [InlineData("\u200bヤマダ\u3000\u3000タロウ ", "ヤマダ タロウ")]
    [InlineData("ヤマ\u0007ダ\tタロウ\u0000\u009F", "ヤマダ タロウ")]
    public void A_name_is_shown_in_one_width_with_one_blank(string typed, string shown) => Assert.Equal(shown, NameFolding.Shown(typed));

    [Theory]
    [InlineData("たかやま たろう", "タカヤマ　タロウ")]
    [InlineData("ｷｬﾉﾝ", "キヤノン")]
    [InlineData("ヨ－コ", "ヨーコ")]
    [InlineData("ヨ─コ", "ヨーコ")]
    [InlineData("ヨ‒コ", "ヨーコ")]
    [InlineData("ヨ～コ", "ヨーコ")]
    [InlineData("髙橋", "高橋")]
    [InlineData("Sugiyama Victoria", "ＳＵＧＩＹＡＭＡ　ＶＩＣＴＯＲＩＡ")]
    public void Ways_of_writing_one_name_have_one_key(string one, string other) => Assert.Equal(NameFolding.Key(one), NameFolding.Key(other));

    [Fact]
    public void Neither_width_nor_kind_of_kana_nor_blanks_make_a_difference() => Prop.ForAll(AnyKana, name =>
    {
        string hiragana = string.Concat(name.Select(letter => letter is >= 'ァ' and <= 'ヶ' ? (char)(letter - 0x60) : letter));
        string[] ways = [hiragana, $"　{name[..(name.Length / 2)]} {name[(name.Length / 2)..]}", name.Normalize(NormalizationForm.FormD)];
        return ways.All(way => NameFolding.Key(way) == NameFolding.Key(name)) && NameFolding.Key(NameFolding.Key(name)) == NameFolding.Key(name);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("　", false)]
    [InlineData("ー", false)]
    [InlineData("123", false)]
    [InlineData("マーク", true)]
    [InlineData("𡈽", true)]
    public void A_name_has_a_letter(string typed, bool isOne)
    {
        AskedSite site = new(CampaignFiles.Read("yamaguchi"), new ApplicationOptions(), Language.Japanese) { ReceivedAt = default };
        Journey journey = new() { Campaign = site.Campaign.Id, Id = string.Empty, TouchedAt = default };

        Assert.Equal(isOne, site.Questions.Single(question => question is NameQuestion).IsAnswered(site, journey.With([KeyValuePair.Create("family", typed)])));
    }

    [Theory]
    [InlineData("KM 000001", true)]
    [InlineData("ＫＭ　０００　００１", true)]
    [InlineData("km-000 001", true)]
    [InlineData("KM 00", false)]
    [InlineData(" ", false)]
    public void A_number_may_be_typed_in_groups(string typed, bool isOne)
    {
        Assert.Equal(isOne, TypedNumber.TryParse(typed, InquiryNumberForm.Usual, out InquiryNumber number));
        Assert.Equal(isOne ? "KM000001" : null, number.Value);
    }

    [Theory]
    [InlineData("2023-02-24")]
    [InlineData("2023・2・24")]
    [InlineData("西暦2023年2月24日")]
    [InlineData("二○二三年二月二十四日")]
    [InlineData("二零二三年二月二十四日")]
    [InlineData("2023/2/24")]
    [InlineData("２０２３年２月２４日")]
    [InlineData("20230224")]
    [InlineData("令和5年2月24日")]
    [InlineData("令和 5 年 2 月 24 日（金）")]
    [InlineData("R5.2.24")]
    [InlineData("r5-02-24")]
    [InlineData("２０２３．０２．２４")]
    [InlineData("令和五年二月二十四日")]
    [InlineData("二〇二三年二月二十四日")]
    [InlineData("平成35年2月24日")]
    [InlineData("㋿5年2月24日")]
    [InlineData("2023‐02‐24")]
    [InlineData("2023−02−24")]
    [InlineData("2023ー02ー24")]
    [InlineData("2023年2月24日(金曜日)")]
    [InlineData("令和5年2月24日金曜")]
    [InlineData("2023年2月24日（金・祝）")]
    [InlineData("24 February 2023")]
    [InlineData("24th of Feb. 2023")]
    [InlineData("February 24, 2023")]
    [InlineData("Fri, Feb 24th 2023")]
    [InlineData("２４－ＦＥＢ－２０２３")]
    public void A_date_is_understood_as_people_write_it(string typed)
    {
        Assert.True(TypedDate.TryParse(typed, out DateOnly date));
        Assert.Equal(new DateOnly(2023, 2, 24), date);
    }

    [Theory]
    [InlineData("令和元年5月1日", "2019-05-01")]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("令和四年十月十一日", "2022-10-11")]
    [InlineData("令和4年十二月三十一日", "2022-12-31")]
    [InlineData("Sept 1 2022", "2022-09-01")]
    [InlineData("1 September 2022", "2022-09-01")]
    [InlineData("may 31 2022", "2022-05-31")]
    [InlineData("令和５年２月２３日（木・祝）", "2023-02-23")]
    public void So_are_its_odder_ones(string typed, string expected)
    {
        Assert.True(TypedDate.TryParse(typed, out DateOnly date));
        Assert.Equal(expected, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2月24日")]
    [InlineData("24/2/2023")]
    [InlineData("24 Febtember 2023")]
    [InlineData("February 30, 2023")]
    [InlineData("24 Feb 23")]
    [InlineData("昨日")]
    [InlineData("")]
    [InlineData("99999999")]
    [InlineData("令和五年二月三十日")]
    [InlineData("令和十十年二月三日")]
    [InlineData("平成5年2月24日")]
    public void What_is_no_date_is_not_guessed(string typed) => Assert.False(TypedDate.TryParse(typed, out _));

    [Theory]
    [InlineData("090-1234-5678")]
    [InlineData("０９０１２３４５６７８")]
    [InlineData("+81 90 1234 5678")]
    [InlineData("090ー1234ー5678")]
    [InlineData("(090)12345678")]
    [InlineData("090‐1234‐5678")]
    [InlineData("090‑1234–5678")]
    [InlineData("090—1234―5678")]
    [InlineData("090−1234－5678")]
    [InlineData("090ｰ1234﹣5678")]
    [InlineData("０９０（１２３４）５６７８")]
    [InlineData("\u200e090 1234 5678\u00a0")]
    [InlineData("0081-90-1234-5678")]
    public void A_mobile_number_is_one_however_it_is_typed(string typed)
    {
        Assert.True(TypedPhone.TryParseForSms(typed, takes050: false, out string? phone));
        Assert.Equal("+819012345678", phone);
    }

    [Theory]
    [InlineData("060-1234-5678", true, true)]
    [InlineData("050-1234-5678", false, true)]
    [InlineData("03-5244-9370", false, false)]
    [InlineData("0120-479-249", false, false)]
    public void Which_numbers_take_an_SMS_is_declared(string typed, bool usually, bool with050)
    {
        Assert.Equal(usually, TypedPhone.TryParseForSms(typed, takes050: false, out _));
        Assert.Equal(with050, TypedPhone.TryParseForSms(typed, takes050: true, out _));
        Assert.True(TypedPhone.TryParse(typed, out _));
    }

    [Theory]
    [InlineData("123 456")]
    [InlineData("１２３４５６")]
    [InlineData("123-456")]
    [InlineData(" 123456\r\n")]
    [InlineData("123ー456")]
    public void A_code_is_taken_as_it_is_pasted(string typed)
    {
        Assert.True(TypedCode.TryParse(typed, out string? code));
        Assert.Equal("123456", code);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("")]
    public void What_is_no_code_costs_no_try(string typed) => Assert.False(TypedCode.TryParse(typed, out _));

    [Theory]
    [InlineData("ad3h-47xy", true)]
    [InlineData("ＡＤ３Ｈ４７ＸＹ", true)]
    [InlineData("AD3H47X0", false)]
    [InlineData("AD3H47XI", false)]
    public void A_receipt_number_has_no_characters_that_look_alike(string typed, bool isOne) => Assert.Equal(isOne, ReceiptNumber.TryParse(typed, out _));
}
