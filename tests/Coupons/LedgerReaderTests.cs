using System.Globalization;
using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Entitlements;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Coupons;

public sealed class LedgerReaderTests
{
    private const string Header = LedgerFixture.Header;

    private static readonly Gen<LedgerRow> AnyRow =
        from length in Gen.Choose(6, 20)
        from letters in Gen.ArrayOf(Gen.Elements("ABCXYZ0123456789".ToCharArray()), length)
        from day in Gen.Choose(0, 3000)
        from balance in Gen.Choose(0, 10_000_000)
        from charged in Gen.Elements(true, false)
        from phone in Gen.Choose(0, 99_999_999).Select(last => $"+8190{last:d8}").OrNull().Where(number => number is null || number[5] != '0')
        from email in Gen.Elements("taro@example.jp", "ta..ro.@docomo.ne.jp", "a+b@x-y.co.jp").OrNull()
        select new LedgerRow(0, NumberOf(new string(letters)), new Coupon(new DateOnly(2020, 1, 1).AddDays(day), new Yen(balance), charged), new Contact(phone, email));

    private static readonly Arbitrary<(LedgerRow[] Rows, bool Mark, string NewLine, bool Quoted, bool FinalNewLine)> AnyFile = (
        from rows in Gen.NonEmptyListOf(AnyRow)
        from mark in Gen.Elements(true, false)
        from newLine in Gen.Elements("\n", "\r\n")
        from quoted in Gen.Elements(true, false)
        from final in Gen.Elements(true, false)
        select (rows.ToArray(), mark, newLine, quoted, final)).ToArbitrary();

    [Fact]
    public void What_was_written_is_read_with_any_line_ends_quotes_and_byte_order_mark() =>
        Prop.ForAll(AnyFile, file =>
        {
            string text = string.Join(file.NewLine, [Header, .. file.Rows.Select(row => Written(row, file.Quoted))]) + (file.FinalNewLine ? file.NewLine : string.Empty);
            byte[] bytes = [.. file.Mark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(text)];
            (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = ReadAsync(new MemoryStream(bytes)).GetAwaiter().GetResult();
            Assert.Empty(errors);
            Assert.Equal(file.Rows.Select((row, index) => row with { Line = index + 2 }), read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("12345,2023-02-24,1,true,,", "inquiry_number")]
    [InlineData("123456789012345678901,2023-02-24,1,true,,", "inquiry_number")]
    [InlineData("12345①,2023-02-24,1,true,,", "inquiry_number")]
    [InlineData("123 456,2023-02-24,1,true,,", "inquiry_number")]
    [InlineData(",2023-02-24,1,true,,", "inquiry_number")]
    [InlineData("123456,2023/02/24,1,true,,", "expiry")]
    [InlineData("123456,2023-02-30,1,true,,", "expiry")]
    [InlineData("123456,,1,true,,", "expiry")]
    [InlineData("123456,2023-02-24,-1,true,,", "balance")]
    [InlineData("123456,2023-02-24,1.5,true,,", "balance")]
    [InlineData("123456,2023-02-24,\"1,000\",true,,", "balance")]
    [InlineData("123456,2023-02-24,10000001,true,,", "balance")]
    [InlineData("123456,2023-02-24,99999999999999999999,true,,", "balance")]
    [InlineData("123456,2023-02-24,,true,,", "balance")]
    [InlineData("123456,2023-02-24,1,1,,", "charged_to_app")]
    [InlineData("123456,2023-02-24,1,,,", "charged_to_app")]
    [InlineData("123456,2023-02-24,1,true,0312345678,", "phone")]
    [InlineData("123456,2023-02-24,1,true,,taro@", "email")]
    [InlineData("123456,2023-02-24,1,true,,太郎@example.jp", "email")]
    [InlineData("123456,2023-02-24,1,true,", "")]
    [InlineData("123456,2023-02-24,1,true,,,", "")]
    [InlineData("123456,2023-02-24,1,true,,\"taro@example.jp", "")]
    [InlineData("123456,2023-02-24,1,true,,\"taro\"@example.jp", "")]
    public async Task A_fault_is_named_by_line_and_field(string row, string field)
    {
        string before = "AAAAAA,2023-02-24,1,true,,";
        string after = "BBBBBB,2023-02-24,2,false,090-1234-5678,";
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv(before, row, after));
        RowError error = Assert.Single(errors);
        Assert.Equal((3, field), (error.Line, error.Field));
        Assert.NotEmpty(error.Expected);
        Assert.Equal([2, 4], read.Select(good => good.Line));
    }

    [Fact]
    public async Task Every_fault_of_a_row_is_named()
    {
        (_, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv("x,y,z,w,1,2"));
        Assert.Equal(Header, string.Join(',', errors.Select(error => error.Field)));
    }

    [Fact]
    public async Task A_fault_never_repeats_what_the_field_holds()
    {
        (_, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv("secret#1,secret#2,secret#3,secret#4,secret#5,secret#6", "\"secret#7", "secret#8,\"x\"secret#9"));
        Assert.Equal(8, errors.Count);
        Assert.DoesNotContain("secret", string.Join(' ', errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("123456,2023-02-24,1,true,,")]
    [InlineData("inquiry_number,expiry,balance,phone,email")]
    [InlineData("Inquiry_Number,expiry,balance,charged_to_app,phone,email")]
    [InlineData("inquiry_number;expiry;balance;charged_to_app;phone;email")]
    [InlineData("inquiry_number,expiry,balance,charged_to_app,phone,email,name")]
    [InlineData("inquiry_number,expiry,balance,balance,charged_to_app")]
    [InlineData("\"inquiry_number,expiry,balance,charged_to_app,phone,email")]
    public async Task Another_header_is_refused_before_any_row(string header)
    {
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Text(header + "\n123456,2023-02-24,1,true,,\n"));
        Assert.Empty(read);
        RowError error = Assert.Single(errors);
        Assert.Equal(1, error.Line);
        Assert.DoesNotContain("123456", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_columns_may_stand_in_any_order_and_contacts_be_absent()
    {
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Text("balance,charged_to_app,expiry,inquiry_number\n7,true,2023-02-24,ABC123\n"));
        Assert.Empty(errors);
        Assert.Equal(new LedgerRow(2, NumberOf("ABC123"), new Coupon(new DateOnly(2023, 2, 24), new Yen(7), true), new Contact(null, null)), Assert.Single(read));
    }

    [Fact]
    public async Task A_quote_that_never_closes_costs_its_line_and_not_the_file()
    {
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv("\"123456,2023-02-24,1,true,,", "BBBBBB,2023-02-24,2,false,,"));
        Assert.Equal(2, Assert.Single(errors).Line);
        Assert.Equal(3, Assert.Single(read).Line);
    }

    [Theory]
    [InlineData("KM-000001,2023-02-24,3000,true,\u202A090-1234-5678\u202C,")]
    [InlineData("KM-000001,2023-02-24,3000,true,090─1234─5678,")]
    [InlineData("\u3000ＫＭ－０００００１,２０２３‐０２‐２４,３０００,ＴＲＵＥ,０９０１２３４５６７８,\u00A0")]
    [InlineData("km\u2011000\u200B001,2023\u221202\u221224,\u00A03000,\u2060true,09012345678,\uFEFF")]
    public async Task A_row_that_can_be_understood_is_taken(string row)
    {
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv(row));
        Assert.Empty(errors);
        Assert.Equal(new LedgerRow(2, NumberOf("KM-000001"), new Coupon(new DateOnly(2023, 2, 24), new Yen(3000), true), new Contact("+819012345678", null)), Assert.Single(read));
    }

    [Fact]
    public async Task A_character_that_cannot_be_folded_is_named_by_its_code_point()
    {
        (_, IReadOnlyList<RowError> errors) = await ReadAsync(LedgerFixture.Csv("KM-00000壱,2023-02-24,3000円,true,,"));
        Assert.Equal([(2, "not an inquiry number: it holds the character U+58F1"), (2, "not a balance: it holds the character U+5186")], errors.Select(error => ((int)error.Line, error.Problem)));
    }

    [Fact]
    public async Task A_number_is_the_same_coupon_in_lower_case()
    {
        (IReadOnlyList<LedgerRow> read, _) = await ReadAsync(LedgerFixture.Csv("abc-123,2023-02-24,1,TRUE,,"));
        Assert.Equal(NumberOf("ABC-123"), Assert.Single(read).Number);
    }

    private static async Task<(IReadOnlyList<LedgerRow> Rows, IReadOnlyList<RowError> Errors)> ReadAsync(Stream csv)
    {
        RowErrors errors = new(int.MaxValue);
        List<LedgerRow> rows = [];
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        await foreach (LedgerRow row in LedgerReader.ReadAsync(file, InquiryNumberForm.Usual, errors, CancellationToken.None))
        {
            rows.Add(row);
        }

        return (rows, errors.Listed);
    }

    private static InquiryNumber NumberOf(string text)
    {
        Assert.True(InquiryNumber.TryParse(text, InquiryNumberForm.Usual, out InquiryNumber number));
        return number;
    }

    private static string Written(LedgerRow row, bool quoted)
    {
        string[] fields =
        [
            row.Number.Written,
            row.Coupon.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            row.Coupon.Balance.Amount.ToString(CultureInfo.InvariantCulture),
            row.Coupon.ChargedToApp ? "true" : "false",
            row.Contact.Phone ?? string.Empty,
            row.Contact.Email ?? string.Empty,
        ];
        return string.Join(',', quoted ? fields.Select(field => $"\"{field}\"") : fields);
    }
}
