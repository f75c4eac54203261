using System.Globalization;
using System.Text;
using Compensation.Common;
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
        from letters in Gen.ArrayOf(Gen.Elements("ABCXYZ0123456789-".ToCharArray()), length)
        from day in Gen.Choose(0, 3000)
        from balance in Gen.Choose(0, 10_000_000)
        from charged in Gen.Elements(true, false)
        from phone in Gen.Choose(0, 99_999_999).Select(last => $"+8190{last:d8}").OrNull().Where(number => number is null || number[5] != '0')
        from email in Gen.Elements("taro@example.jp", "ta..ro.@docomo.ne.jp", "a+b@x-y.co.jp").OrNull()
        select new LedgerRow(0, NumberOf(new string(letters)), new Coupon(new DateOnly(2020, 1, 1).AddDays(day), new Yen(balance), charged), new Contact(phone, email));

    private static readonly Arbitrary<(LedgerRow[] Rows, bool Mark, string NewLine, bool Quoted, bool FinalNewLine)> AnyFile = (
        from rows in Gen.ArrayOf(AnyRow)
        from mark in Gen.Elements(true, false)
        from newLine in Gen.Elements("\n", "\r\n")
        from quoted in Gen.Elements(true, false)
        from final in Gen.Elements(true, false)
        select (rows, mark, newLine, quoted, final)).ToArbitrary();

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
    [InlineData("12345６,2023-02-24,1,true,,", "inquiry_number")]
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

    [Fact]
    public async Task A_line_without_end_is_refused_and_does_not_fill_the_memory()
    {
        using EndlessLine endless = new(bytes: 1L << 30);
        (IReadOnlyList<LedgerRow> read, IReadOnlyList<RowError> errors) = await ReadAsync(endless);
        Assert.Empty(read);
        Assert.Single(errors);
        Assert.InRange(endless.BytesRead, 1, 1 << 20);
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
        await foreach (LedgerRow row in LedgerReader.ReadAsync(csv, errors, CancellationToken.None))
        {
            rows.Add(row);
        }

        return (rows, errors.Listed);
    }

    private static InquiryNumber NumberOf(string text)
    {
        Assert.True(InquiryNumber.TryParse(text, out InquiryNumber number));
        return number;
    }

    private static string Written(LedgerRow row, bool quoted)
    {
        string[] fields =
        [
            row.Number.Value,
            row.Coupon.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            row.Coupon.Balance.Amount.ToString(CultureInfo.InvariantCulture),
            row.Coupon.ChargedToApp ? "true" : "false",
            row.Contact.Phone ?? string.Empty,
            row.Contact.Email ?? string.Empty,
        ];
        return string.Join(',', quoted ? fields.Select(field => $"\"{field}\"") : fields);
    }

    /// <summary>The header, then one line of letters that goes on and on.</summary>
    private sealed class EndlessLine(long bytes) : Stream
    {
        private readonly byte[] _header = Encoding.UTF8.GetBytes(Header + "\n");

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes;

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, bytes - BytesRead);
            for (int index = 0; index < count; index++, BytesRead++)
            {
                buffer[index] = BytesRead < _header.Length ? _header[BytesRead] : (byte)'x';
            }

            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
