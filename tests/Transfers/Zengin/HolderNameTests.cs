using System.Text;
using Compensation.Transfers.Zengin;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Transfers.Zengin;

public class HolderNameTests
{
    [Fact]
    public void A_foreign_name_is_shown_as_the_bank_writes_it_with_each_change_named()
    {
        (HolderName? name, NameFault? fault) = HolderName.Of("ジョン　トレッゲサー");

        Assert.Null(fault);
        Assert.Equal("ｼﾞﾖﾝ ﾄﾚﾂｹﾞｻ-", name!.Text);
        Assert.Equal([new NameChange("ョ", "ヨ"), new NameChange("ッ", "ツ"), new NameChange("ー", "-")], name.Changes);
        Assert.Equal("BCDED6DD20C4DAC2B9DEBB2D", Convert.ToHexString([.. name.Text.Select(ZenginAlphabet.ByteOf)]));
    }

    [Theory]
    [InlineData("やまだ　たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "ひらがな→カタカナ")]
    [InlineData("ヴィクトリア　スギヤマ", "ｳﾞｲｸﾄﾘｱ ｽｷﾞﾔﾏ", "ィ→イ")]
    [InlineData("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ", "")]
    [InlineData("ｷｬﾉﾝ", "ｷﾔﾉﾝ", "ャ→ヤ")]
    [InlineData("ヨーコ", "ﾖ-ｺ", "ー→-")]
    [InlineData("ヨｰコ", "ﾖ-ｺ", "ー→-")]
    [InlineData("ヨ−コ", "ﾖ-ｺ", "−→-")]
    [InlineData("パパ", "ﾊﾟﾊﾟ", "")]
    [InlineData("ハ゜ハ゛", "ﾊﾟﾊﾞ", "")]
    [InlineData("ヲガワ", "ｵｶﾞﾜ", "ヲ→オ")]
    [InlineData("ヰノウエ", "ｲﾉｳｴ", "ヰ→イ")]
    [InlineData("ヵヶ", "ｶｹ", "ヵ→カ,ヶ→ケ")]
    [InlineData("  ヤマダ \u3000  タロウ　", "ﾔﾏﾀﾞ ﾀﾛｳ", "")]
    [InlineData("ＡＢＣ１２", "ABC12", "")]
    [InlineData("abc", "ABC", "a→A,b→B,c→C")]
    [InlineData("カ）テスト", "ｶ)ﾃｽﾄ", "")]
    [InlineData("（カ）テスト", "ｶ)ﾃｽﾄ", "(ｶ)→ｶ)")]
    [InlineData("テスト(ﾕ)", "ﾃｽﾄ(ﾕ", "(ﾕ)→(ﾕ")]
    [InlineData("テスト（シユウ", "ﾃｽﾄ(ｼﾕｳ", "")]
    [InlineData("テスト（カ）チバシテン", "ﾃｽﾄ(ｶ)ﾁﾊﾞｼﾃﾝ", "")]
    [InlineData("ABC (X)", "ABC (X)", "")]
    [InlineData("ヤ\u200Bマダ", "ﾔﾏﾀﾞ", "")]
    [InlineData("マーク", "ﾏ-ｸ", "ー→-")]
    [InlineData("ヤマダ①", "ﾔﾏﾀﾞ1", "①→1")]
    [InlineData("ヤマダ Ⅱ", "ﾔﾏﾀﾞ II", "Ⅱ→II")]
    public void Names_are_folded(string typed, string expected, string changes)
    {
        (HolderName? name, _) = HolderName.Of(typed);

        Assert.Equal(expected, name?.Text);
        Assert.Equal(changes, string.Join(',', name!.Changes.Select(change => $"{change.From}→{change.To}")));
    }

    [Theory]
    [InlineData("東 太郎", NameProblem.Character, "東")]
    [InlineData("ヤマダ・タロウ", NameProblem.Character, "・")]
    [InlineData("ヤマダ,タロウ", NameProblem.Character, ",")]
    [InlineData("ヤマダ😀", NameProblem.Character, "😀")]
    [InlineData("髙", NameProblem.Character, "髙")]
    [InlineData("㈱テスト", NameProblem.Character, "株")]
    [InlineData("　", NameProblem.Empty, null)]
    [InlineData("", NameProblem.Empty, null)]
    [InlineData("ー", NameProblem.Empty, null)]
    [InlineData("（．）", NameProblem.Empty, null)]
    [InlineData(null, NameProblem.Empty, null)]
    [InlineData("ア゛", NameProblem.Mark, null)]
    [InlineData("゛ア", NameProblem.Mark, null)]
    [InlineData("ヷ", NameProblem.Mark, null)]
    [InlineData("ガギグゲゴガギグゲゴガギグゲゴガ", NameProblem.TooLong, null)]
    public void What_does_not_fit_is_refused_and_named_never_cut(string? typed, NameProblem problem, string? character) =>
        Assert.Equal((null, new NameFault(problem, character)), HolderName.Of(typed));

    [Fact]
    public void Thirty_bytes_fit() => Assert.Equal(30, HolderName.Of("ガギグゲゴガギグゲゴガギグゲゴ").Name!.Text.Length);

    [Fact]
    public void A_bank_that_takes_wo_gets_it() => Assert.Equal("ｦｶﾞﾜ", HolderName.Of("ヲガワ", takesWo: true).Name!.Text);

    [Fact]
    public void Whatever_is_typed_what_is_taken_fits_the_field_and_is_taken_again_unchanged()
    {
        Gen<string> typed = Gen.ListOf(Gen.Elements("アガパヴッャー、-・ あがぱゔっゃゎｱｶﾞﾊﾟｰｯﾔabzＡＺ09１　 ()（）.．゛゜髙﨑東,😀\u200B\u3099ヰヱヲヵヶ\\｢".EnumerateRunes().Select(rune => rune.ToString()).ToArray()))
            .Select(runes => string.Concat(runes));

        Prop.ForAll(typed.ToArbitrary(), text =>
        {
            (HolderName? name, NameFault? fault) = HolderName.Of(text);
            return name is null
                ? fault is not null
                : ZenginAlphabet.Parties.FaultOf(name.Text, HolderName.LengthMax) is null
                    && HolderName.Of(name.Text) is ({ Changes.Count: 0 } again, null) && again.Text == name.Text
                    && name.Text.Trim() == name.Text && !name.Text.Contains("  ", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>What is taken says the same as what was typed: nothing was dropped but blanks and what cannot be seen.</summary>
    [Fact]
    public void Nothing_is_dropped()
    {
        Gen<string> typed = Gen.ListOf(Gen.Elements("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンァィゥェォッャュョヮ".ToCharArray())).Select(letters => new string([.. letters]));

        Prop.ForAll(typed.Where(text => text.Length is > 0 and <= 30).ToArbitrary(), text => HolderName.Of(text).Name!.Text.Length == text.Length).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_alphabet_is_of_single_bytes_that_the_field_s_own_encoding_knows()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding sjis = Encoding.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        char[] all = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(ZenginAlphabet.Edi.Includes)];

        Assert.Equal(1 + 10 + 26 + 45 + 2 + 9, all.Length);
        Assert.All(all, one => Assert.Equal(ZenginAlphabet.ByteOf(one), Assert.Single(sjis.GetBytes([one]))));
        Assert.DoesNotContain('ｦ', all.Where(ZenginAlphabet.Parties.Includes));
        Assert.Equal("-", string.Concat(all.Where(one => ZenginAlphabet.Banks.Includes(one) && !char.IsLetterOrDigit(one) && one is not (' ' or 'ﾞ' or 'ﾟ'))));
    }
}
