using Compensation.Transfers.Banks;
using Compensation.Transfers.Zengin;

namespace Compensation.Tests.Transfers.Banks;

public class BankDirectoryTests
{
    private static readonly BankDirectory s_banks = new();

    [Theory]
    [InlineData("みずほ", "0001")]
    [InlineData("みずほ銀行", "0001")]
    [InlineData("ミズホ銀行", "0001")]
    [InlineData("ﾐｽﾞﾎｷﾞﾝｺｳ", "0001")]
    [InlineData("株式会社みずほ銀行", "0001")]
    [InlineData("0001", "0001")]
    [InlineData("０００１", "0001")]
    [InlineData("1", "0001")]
    [InlineData("三菱UFJ銀行", "0005")]
    [InlineData("三菱ｕｆｊ", "0005")]
    [InlineData("三菱東京UFJ銀行", "0005")]
    [InlineData("ジャパンネット銀行", "0033")]
    [InlineData("PayPay銀行", "0033")]
    [InlineData("住信SBIネット銀行", "0038")]
    [InlineData("ゆうちょ", "9900")]
    [InlineData("ユウチョ", "9900")]
    [InlineData("郵便局", "9900")]
    [InlineData("城南信用金庫", "1344")]
    [InlineData("じょうなんしんようきんこ", "1344")]
    [InlineData("ｼﾞﾖｳﾅﾝｼﾝｷﾝ", "1344")]
    [InlineData("城南しんきん", "1344")]
    [InlineData("ミス゛ホ", "0001")]
    [InlineData("長野県信用農業協同組合連合会", "3016")]
    [InlineData("富士銀行", "0001")]
    [InlineData("みずほコーポレート銀行", "0001")]
    [InlineData("東京三菱銀行", "0005")]
    [InlineData("東海銀行", "0005")]
    [InlineData("イーバンク銀行", "0036")]
    [InlineData("愛知銀行", "0542")]
    [InlineData("徳島銀行", "0572")]
    [InlineData("長野八ケ岳農協", "5311")]
    [InlineData("長野八ヶ岳農業協同組合", "5311")]
    [InlineData("スルガ 銀行", "0150")]
    [InlineData("ソニー", "0035")]
    [InlineData("ソニ-", "0035")]
    public void A_bank_is_found_by_whatever_people_call_it(string typed, string code) => Assert.Equal([code], s_banks.Banks(typed).Select(bank => bank.Code));

    [Fact]
    public void The_beginning_of_a_name_offers_those_that_begin_so()
    {
        Assert.Contains("0009", s_banks.Banks("三井住友").Select(bank => bank.Code));
        Assert.Equal(["0009", "0294"], s_banks.Banks("三井").Select(bank => bank.Code));
        Assert.Empty(s_banks.Banks("ありえない"));
        Assert.Empty(s_banks.Banks(" "));
        Assert.Empty(s_banks.Banks("0002"));
    }

    [Fact]
    public void A_former_name_is_one_of_several_where_it_may_mean_another_s()
    {
        Assert.Equal(["0001", "1507", "1515", "6345"], s_banks.Banks("富士").Select(bank => bank.Code));
        Assert.Equal(["0010", "0041", "1667"], s_banks.Banks("大和").Select(bank => bank.Code));
        Assert.Equal(["1515"], s_banks.Banks("富士信用金庫").Select(bank => bank.Code));
    }

    [Theory]
    [InlineData("0001", "丸の内中央", "004")]
    [InlineData("0001", "丸の内中央支店", "004")]
    [InlineData("0001", "マルノウチチュウオウ", "004")]
    [InlineData("0001", "4", "004")]
    [InlineData("9900", "408", "408")]
    [InlineData("9900", "四〇八", "408")]
    public void A_branch_is_found_the_same_way(string bank, string typed, string code) => Assert.Equal([code], s_banks.Branches(bank, typed).Select(branch => branch.Code));

    [Fact]
    public void Branches_of_one_name_are_both_offered()
    {
        Assert.Equal(["001", "718"], s_banks.Branches("0489", "東京").Select(branch => branch.Code));
        Assert.Empty(s_banks.Branches("0489", "999"));
        Assert.Empty(s_banks.Branches("0002", "001"));
    }

    [Fact]
    public void Former_names_lead_to_banks_that_exist()
    {
        using StreamReader aliases = new(typeof(BankDirectory).Assembly.GetManifestResourceStream("aliases.tsv")!);
        string[] codes = [.. aliases.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')[0]).Distinct()];

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.NotNull(s_banks.FindBank(code)));
    }

    [Fact]
    public void The_data_is_whole_and_says_whence_it_came()
    {
        Assert.Equal("zengin-code 1.0.0-p20260824 (MIT)", BankDirectory.Source);
        Assert.Equal(1146, s_banks.All.Count());
        Assert.All(s_banks.All, bank => Assert.Contains(bank, s_banks.Banks(bank.Name)));
    }

    [Fact]
    public void Names_for_the_file_fit_their_field_or_are_left_out()
    {
        string[] names = [.. s_banks.All.Select(bank => ZenginNames.Of(bank.Kana))];

        Assert.All(names, name => Assert.Null(ZenginAlphabet.Banks.FaultOf(name, 15)));
        Assert.InRange(names.Count(name => name.Length == 0), 0, 20);
        Assert.Equal(("ﾕｳﾁﾖ", "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ", ""), (ZenginNames.Of("ユウチヨ"), ZenginNames.Of("ミツビシユ－エフジエイ"), ZenginNames.Of("漢字")));
    }
}
