using Compensation.Common;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Common;

public sealed class FoldingTests
{
    private const string Invisible = "\u00AD\u034F\u061C\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2069\uFE0F\uFEFF\u180E\u3164\uFFFE\uFFFF";
    private const string Blanks = " \t\r\n\u00A0\u1680\u2000\u2003\u2009\u200A\u2028\u202F\u205F\u2800\u3000";
    private const string Dashes = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u30FC\uFF70\uFF0D\uFE63\uFE58\u02D7\u2043\u30A0\u207B\u2796";

    /// <summary>ASCII that can be seen, with what people's keyboards and programs put around and into it.</summary>
    private static readonly Arbitrary<(string Meant, string Written)> s_written = (
        from parts in Gen.ListOf(
            from meant in Gen.Choose('!', '~').Select(code => (char)code)
            from isWide in Gen.Elements(true, false)
            from dash in Gen.Elements(Dashes.ToCharArray())
            from clutter in Gen.Frequency((2, Gen.Constant(string.Empty)), (1, Gen.Elements(Invisible.ToCharArray()).Select(letter => letter.ToString())))
            select (meant, Written: clutter + (meant == '-' ? dash : isWide ? (char)(meant - '!' + '\uFF01') : meant)))
        from before in Gen.ListOf(Gen.Elements((Blanks + Invisible).ToCharArray()))
        from after in Gen.ListOf(Gen.Elements((Blanks + Invisible).ToCharArray()))
        select (string.Concat(parts.Select(part => part.meant)), string.Concat(before) + string.Concat(parts.Select(part => part.Written)) + string.Concat(after))).ToArbitrary();

    private static readonly Arbitrary<string> s_any = Gen.ArrayOf(Gen.Frequency(
        (3, Gen.Choose(0, 0xFFFF).Select(code => (char)code)),
        (2, Gen.Elements((Blanks + Invisible + Dashes).ToCharArray())),
        (2, Gen.Choose(' ', '~').Select(code => (char)code)))).Select(letters => new string(letters)).ToArbitrary();

    [Fact]
    public void Whatever_keyboards_and_programs_add_the_text_that_was_meant_is_read() =>
        Prop.ForAll(s_written, text => Folding.Plain(text.Written) == text.Meant).QuickCheckThrowOnFailure();

    /// <summary>Normalisation throws at U+FFFE, and so would every name with one.</summary>
    [Theory]
    [InlineData("\uFFFEヤマダ\uFFFF タロウ")]
    [InlineData("ﾔﾏﾀﾞ\u3000\uFFFEﾀﾛｳ")]
    public void What_is_no_character_is_dropped_from_names(string typed)
    {
        Assert.Equal("ヤマダ タロウ", NameFolding.Shown(typed));
        Assert.Equal("ﾔﾏﾀﾞ ﾀﾛｳ", Compensation.Transfers.Zengin.HolderName.Of(typed).Name?.Text);
    }

    [Fact]
    public void Folding_what_is_folded_changes_nothing() =>
        Prop.ForAll(s_any, text => Folding.Plain(Folding.Plain(text)) == Folding.Plain(text) && Folding.Trimmed(Folding.Trimmed(text)) == Folding.Trimmed(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_left_outside_of_ASCII_is_named_and_nothing_else() =>
        Prop.ForAll(s_any, text => (Folding.Remark(text).Length > 0) == Folding.Plain(text).Any(letter => letter is < ' ' or > '~')).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_texts_of_ASCII_never_become_one() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose('!', '~').Select(code => (char)code)).Select(letters => new string(letters)).ToArbitrary(), text => Folding.Plain(text) == text).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("太郎", ": it holds the character U+592A")]
    [InlineData("KM-1\u0007", ": it holds the character U+0007")]
    [InlineData("\U0001F600", ": it holds the character U+1F600")]
    [InlineData("\u202AKM-000001\u3000", "")]
    public void A_character_that_cannot_be_folded_is_named_by_its_code_point(string text, string remark) => Assert.Equal(remark, Folding.Remark(text));

    [Theory]
    [InlineData("\u3000ルートイン熊本　駅前\u200B\u00A0", "ルートイン熊本　駅前")]
    [InlineData("\uFEFF\u200F", "")]
    [InlineData(null, "")]
    public void A_name_stays_as_it_was_written_but_for_what_cannot_be_seen(string? text, string expected) => Assert.Equal(expected, Folding.Trimmed(text));
}
