using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Compensation.Common;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Zengin;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Transfers.Zengin;

public class ZenginFileTests
{
    private static readonly DateOnly s_day = new(2023, 4, 25);

    private static readonly ZenginRemitter s_remitter = new("1234567890", "ﾃｽﾄﾍﾝｷﾝｼﾞﾑｷﾖｸ", "9999", "ﾃｽﾄ", "001", "ﾎﾝﾃﾝ", AccountType.Ordinary, "1234567");

    private static readonly ZenginPayment s_yamada = new("9999", "ﾃｽﾄ", "001", "ﾎﾝﾃﾝ", AccountType.Ordinary, "0000001", "ﾔﾏﾀﾞ ﾀﾛｳ", new Yen(2000), "00000000010000000000");

    private static readonly ZenginPayment s_yoko = new("9900", "ﾕｳﾁﾖ", "408", "ﾖﾝｾﾞﾛﾊﾁ", AccountType.Ordinary, "1234567", "ｷﾔﾉﾝ ﾖ-ｺ", new Yen(3000), "00000000020000000000");

    [Theory]
    [InlineData(false, 600)]
    [InlineData(true, 610)]
    public void A_file_is_what_was_approved(bool lineEnds, int length)
    {
        byte[] file = ZenginFile.Write(s_remitter, s_day, [s_yamada, s_yoko], new ZenginProfile { LineEnds = lineEnds });

        Assert.Equal(length, file.Length);
        string[] expected =
        [
            "12101234567890ﾃｽﾄﾍﾝｷﾝｼﾞﾑｷﾖｸ                           04259999ﾃｽﾄ            001ﾎﾝﾃﾝ           11234567                 ",
            "29999ﾃｽﾄ            001ﾎﾝﾃﾝ           000010000001ﾔﾏﾀﾞ ﾀﾛｳ                      00000020000000000000100000000007        ",
            "29900ﾕｳﾁﾖ           408ﾖﾝｾﾞﾛﾊﾁ        000011234567ｷﾔﾉﾝ ﾖ-ｺ                      00000030000000000000200000000007        ",
            "8000002000000005000                                                                                                     ",
            "9                                                                                                                       ",
        ];
        Assert.Equal(string.Concat(expected.Select(line => line + (lineEnds ? "\r\n" : string.Empty))), Text(file));
    }

    /// <summary>The reference's own vector mixes both kinds of reference in one file, which no profile does: it is put together from the records of two.</summary>
    [Theory]
    [InlineData(false, "b69286f414b9086a69a8119417d3bd42a8d15a7e0441961209b5bdddb9d0fcc0")]
    [InlineData(true, "9eb84c2a1720cd8f83865aea9ff90b40a4534297013cc188a0350d949cc386b7")]
    public void The_reference_s_vector_comes_out_byte_for_byte(bool lineEnds, string sha256)
    {
        ZenginPayment company = new("9999", "ﾃｽﾄ", "001", "ﾎﾝﾃﾝ", AccountType.Current, "7654321", "ｶ)ﾃｽﾄｼﾖｳｼﾞ", new Yen(1000), "CLAIM-000003") { Novelty = '1' };
        ZenginProfile codes = new() { LineEnds = lineEnds };
        ZenginProfile edi = codes with { Edi = true };
        int record = lineEnds ? 122 : 120;

        byte[] two = ZenginFile.Write(s_remitter, s_day, [s_yamada, s_yoko, s_yamada with { Amount = new Yen(1000) }], codes);
        byte[] third = ZenginFile.Write(s_remitter, s_day, [company], edi)[record..(2 * record)];
        byte[] file = [.. two[..(3 * record)], .. third, .. two[(4 * record)..]];

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Theory]
    [InlineData("ﾔﾏﾀﾞ髙", "受取人名", "holds the character U+9AD9, which the field does not take")]
    [InlineData("ﾔﾏﾀﾞ ｬ", "受取人名", "holds the character U+FF6C, which the field does not take")]
    [InlineData("ｦｶﾞﾜ", "受取人名", "holds the character U+FF66, which the field does not take")]
    [InlineData("ヤマダ", "受取人名", "holds the character U+30E4, which the field does not take")]
    [InlineData("ｱﾞ", "受取人名", "holds a voiced mark behind a letter that has none")]
    [InlineData("", "受取人名", "is empty")]
    [InlineData("AAAAAAAAAABBBBBBBBBBCCCCCCCCCCD", "受取人名", "is 31 bytes long; expected at most 30")]
    public void A_field_that_does_not_fit_names_record_and_field(string holder, string field, string problem)
    {
        ZenginException refused = Assert.Throws<ZenginException>(() => ZenginFile.Write(s_remitter, s_day, [s_yamada, s_yoko with { Holder = holder }], new ZenginProfile()));

        Assert.Equal([new ZenginFault(2, field, problem)], refused.Faults);
    }

    [Fact]
    public void Every_field_has_its_own_check()
    {
        ZenginPayment wrong = new("999", "ﾃ.ﾄ", "1", "ﾎﾝﾃﾝﾎﾝﾃﾝﾎﾝﾃﾝﾎﾝﾃﾝ", AccountType.Ordinary, "123456", "ﾔﾏﾀﾞ", Yen.Zero, "x");

        Assert.Equal(
            ["被仕向銀行番号", "被仕向銀行名", "被仕向支店番号", "被仕向支店名", "口座番号", "振込金額", "顧客コード"],
            ZenginFile.FaultsOf(wrong, new ZenginProfile()).Select(fault => fault.Field));
        Assert.Equal(["振込金額"], ZenginFile.FaultsOf(s_yamada with { Amount = new Yen(10_000_000_000) }, new ZenginProfile()).Select(fault => fault.Field));
        Assert.Equal(["EDI情報"], ZenginFile.FaultsOf(s_yamada with { Reference = "a" }, new ZenginProfile { Edi = true }).Select(fault => fault.Field));
        Assert.Equal(["被仕向銀行番号", "口座番号"], ZenginFile.FaultsOf(s_yamada with { Bank = "0000", Branch = "000", Number = "0000000" }, new ZenginProfile()).Select(fault => fault.Field));
        Assert.Equal(["仕向銀行番号", "口座番号"], ZenginFile.FaultsOf(s_remitter with { Bank = "0000", Number = "0000000" }, new ZenginProfile()).Select(fault => fault.Field));
        Assert.Equal(["振込依頼人コード", "振込依頼人名"], ZenginFile.FaultsOf(s_remitter with { ClientCode = "1", ClientName = "" }, new ZenginProfile()).Select(fault => fault.Field));
    }

    [Fact]
    public void Banks_differ_in_what_they_want()
    {
        ZenginProfile other = new() { Designation = ' ', BankNames = false, TakesWo = true, Edi = true };

        string record = Text(ZenginFile.Write(s_remitter, s_day, [s_yamada with { Holder = "ｦｶﾞﾜ" }], other))[120..240];

        Assert.Equal("29999               001               000010000001ｦｶﾞﾜ                          0000002000000000000010000000000 Y       ", record);
    }

    [Fact]
    public void An_empty_file_is_none() => Assert.Throws<ZenginException>(() => ZenginFile.Write(s_remitter, s_day, [], new ZenginProfile()));

    [Fact]
    public void Whatever_is_paid_every_record_has_120_bytes_and_the_trailer_says_how_many_and_how_much()
    {
        Gen<ZenginPayment> payments =
            from bank in Gen.Choose(1, 9999)
            from number in Gen.Choose(1, 9_999_999)
            from name in Gen.ListOf(Gen.Elements("ｱｶｻﾀﾅﾊﾏﾔﾗﾜﾝABZ019()-. ".ToCharArray()), 30)
            from length in Gen.Choose(1, 30)
            from amount in Gen.Choose(1, int.MaxValue)
            select s_yamada with { Bank = $"{bank:D4}", Number = $"{number:D7}", Holder = new string([.. name])[..length], Amount = new Yen(amount) };

        Prop.ForAll(Gen.NonEmptyListOf(payments).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (some, lineEnds) =>
        {
            string text = Text(ZenginFile.Write(s_remitter, s_day, [.. some], new ZenginProfile { LineEnds = lineEnds }));
            int width = lineEnds ? 122 : 120;
            string trailer = text[((some.Count + 1) * width)..];
            return text.Length == (some.Count + 3) * width
                && text.Chunk(width).Select(record => record[0]).SequenceEqual(['1', .. Enumerable.Repeat('2', some.Count), '8', '9'])
                && trailer.StartsWith($"8{some.Count:D6}{some.Sum(one => one.Amount.Amount):D12}", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(AccountType.Ordinary, true)]
    [InlineData(AccountType.Current, true)]
    [InlineData(AccountType.Savings, false)]
    public void Nobody_pays_from_a_savings_account(AccountType type, bool isRight)
    {
        TransferOptions options = new() { AccountType = type };

        Assert.Equal(isRight, Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }

    [Theory]
    [InlineData("7", true)]
    [InlineData(" ", true)]
    [InlineData("", false)]
    [InlineData("77", false)]
    [InlineData("9", false)]
    public void A_designation_is_one_character(string designation, bool isRight)
    {
        TransferOptions options = new() { ClientCode = "1234567890", ClientName = "ﾃｽﾄ", Bank = "0001", Branch = "004", AccountNumber = "1234567", Designation = designation };

        Assert.Equal(isRight, Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }

    private static string Text(byte[] file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(file);
    }
}
