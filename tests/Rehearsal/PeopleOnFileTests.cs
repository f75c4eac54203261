using System.Text;
using Compensation.Campaigns;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Purchasing;

namespace Compensation.Tests.Rehearsal;

public sealed class PeopleOnFileTests : IDisposable
{
    private static readonly Campaign Campaign = TestCampaigns.Kumamoto;

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    [Fact]
    public void A_ledger_is_read_as_it_was_written()
    {
        List<SyntheticCoupon> coupons = [.. new SyntheticPopulation(3, 300, Campaign.Eligibility).Coupons()];
        string file = Path.Combine(_folder, "ledger.csv");

        LedgerFile.Write(file, coupons);

        Assert.Equal(coupons, LedgerFile.Read(file));
    }

    [Fact]
    public void A_ledger_from_elsewhere_may_order_and_quote_its_columns_differently()
    {
        string file = Path.Combine(_folder, "ledger.csv");
        File.WriteAllText(file, "\uFEFFbalance,email,\"inquiry_number\",expiry,charged_to_app,phone\r\n500,\"a\"\"b,c@example.jp\",ABC-123,2023-02-24,True,\r\nnonsense\r\n");

        Assert.Equal([new SyntheticCoupon("ABC-123", new DateOnly(2023, 2, 24), 500, true, null, "a\"b,c@example.jp")], LedgerFile.Read(file));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("shift_jis")]
    public void A_ledger_as_spreadsheets_and_keyboards_leave_it_is_understood(string encoding)
    {
        string file = Path.Combine(_folder, "ledger.csv");
        Encoding saved = encoding == "shift_jis" ? CodePagesEncodingProvider.Instance.GetEncoding(932)! : Encoding.GetEncoding(encoding);
        File.WriteAllText(file, $"{LedgerFile.Header}\r\n\u3000ＫＭ－０００００１,２０２３－０２－２４,３０００,ＴＲＵＥ,０９０１２３４５６７８,\"\"\"taro..\"\"@docomo.ne.jp\"\r\n", saved);

        Assert.Equal([new SyntheticCoupon("KM-000001", new DateOnly(2023, 2, 24), 3000, true, "09012345678", "taro..@docomo.ne.jp")], LedgerFile.Read(file));
    }

    [Fact]
    public void Visits_come_out_in_the_order_of_their_time()
    {
        PendingVisits pending = new();
        DateTimeOffset noon = new(2023, 4, 10, 12, 0, 0, TimeSpan.Zero);
        Visit late = Visit.Of("AbCdEfGhIjKlMnOpQrS0", 1);
        Visit early = Visit.Of("__________AAAAAAAAAA", 4);

        Assert.True(pending.Add(noon.AddHours(1), late));
        Assert.True(pending.Add(noon, early));
        Assert.False(pending.Add(noon.AddHours(2), late));

        Assert.Equal(noon, pending.Next());
        Assert.Equal([early], pending.TakeDue(noon));
        Assert.Equal("__________AAAAAAAAAA", early.TokenText());
        Assert.Equal([late, late], pending.TakeDue(noon.AddHours(3)));
        Assert.Null(pending.Next());
    }

    [Fact]
    public void The_purchasing_department_orders_enough_for_everybody_who_will_choose()
    {
        Behaviour behaviour = new(1, Campaign);
        List<SyntheticCoupon> ledger = [.. new SyntheticPopulation(1, 3_000, Campaign.Eligibility).Coupons()];
        Dictionary<(string, int), int> ordered = new CodeOrder(ledger, Campaign.Eligibility, behaviour, _ => []).Lines().ToDictionary(line => (line.Product, line.Value), line => line.Count);

        var needed = from coupon in ledger
                     where coupon.IsCoveredBy(Campaign.Eligibility)
                     from address in Addresses.Of(coupon).Take(1)
                     where behaviour.HabitOf(address) != Habit.Never
                     group coupon by (behaviour.ProductOf(address), coupon.Balance);

        Assert.All(needed, line => Assert.True(ordered[line.Key] > line.Count(), line.Key.ToString()));
    }

    [Fact]
    public void A_code_is_found_on_the_page_that_shows_it()
    {
        Product amazon = Campaign.FindProduct("amazon")!;
        string code = CodeOrder.CodeOf(amazon, 2_000, 17, 1);

        Assert.Equal(code, CodeOrder.CodeIn($"<code>{code.Replace("-", "-<wbr>", StringComparison.Ordinal)}</code><button data-copy=\"{code}\">"));
        Assert.Null(CodeOrder.CodeIn("<p>0120-479-249</p>"));
        Assert.NotEqual(code, CodeOrder.CodeOf(amazon, 2_000, 18, 2));
        Assert.NotEqual(code, CodeOrder.CodeOf(amazon, 1_000, 17, 3));
    }

    [Theory]
    [InlineData(CodeCharacters.Digits, 16, 16, null)]
    [InlineData(CodeCharacters.Digits, 6, 6, null)]
    [InlineData(CodeCharacters.LettersAndDigits, 8, 12, null)]
    [InlineData(CodeCharacters.LettersAndDigits, 4, 40, ScannedAs.Ean13)]
    [InlineData(CodeCharacters.Digits, 8, 8, ScannedAs.Ean8)]
    [InlineData(CodeCharacters.Digits, 15, 17, ScannedAs.Itf)]
    [InlineData(CodeCharacters.LettersAndDigits, 4, 40, ScannedAs.Nw7)]
    [InlineData(CodeCharacters.LettersAndDigits, 24, 40, ScannedAs.Code128)]
    public void Codes_of_a_rehearsal_are_what_the_campaigns_file_says_of_the_products_codes(CodeCharacters characters, int min, int max, ScannedAs? scanned)
    {
        Product product = new("edy", "EdyギフトID", "…") { Codes = new CodeForm(characters, min, max), Scanned = scanned };

        string[] codes = [.. Enumerable.Range(1, 3_000).Select(number => ScannedCodes.InBars(CodeOrder.CodeOf(product, 500, number, number)))];

        Assert.Equal(codes.Length, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.True(product.Codes.Fits(code) && (scanned?.Bars()?.CanHold(code) ?? true), code));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
