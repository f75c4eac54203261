using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Purchasing;

/// <summary>
/// What the purchasing department orders: for each product and value what people will choose, and a little more; of a value that nobody is likely to collect, one.
/// It is guessed from the ledger by the same habits that will make people choose.
/// </summary>
internal sealed partial class CodeOrder
{
    /// <summary>One spare for each fifty, and at least one.</summary>
    private const int CodesPerSpare = 50;

    private const int UsualDigits = 16;

    private readonly SortedDictionary<(string Product, int Value), int> _needed = [];

    /// <param name="ledger">Everybody's coupons.</param>
    /// <param name="eligibility">Which of them count.</param>
    /// <param name="behaviour">How these people are.</param>
    /// <param name="moreAddressesOf">Addresses that people will have given by telephone.</param>
    /// <param name="besides">Whose owners will take points whatever their habits are: by their address, how much.</param>
    public CodeOrder(
        IEnumerable<SyntheticCoupon> ledger,
        EligibilityRule eligibility,
        Behaviour behaviour,
        Func<SyntheticCoupon, IEnumerable<string>> moreAddressesOf,
        IEnumerable<(string Address, int Balance)>? besides = null)
    {
        Dictionary<int, string> unexpected = [];
        foreach (SyntheticCoupon coupon in ledger.Where(coupon => coupon.IsCoveredBy(eligibility)))
        {
            unexpected.TryAdd(coupon.Balance, behaviour.ProductOf(coupon.InquiryNumber));

            // Nobody knows beforehand which way a message to someone with two addresses will take.
            foreach (string address in Addresses.Of(coupon).Concat(moreAddressesOf(coupon)).Where(address => behaviour.HabitOf(address) != Habit.Never))
            {
                Need(behaviour.ProductOf(address), coupon.Balance);
            }
        }

        foreach ((string address, int balance) in besides ?? [])
        {
            Need(behaviour.ProductOf(address), balance);
        }

        HashSet<int> expected = [.. _needed.Keys.Select(line => line.Value)];
        foreach ((int value, string product) in unexpected.Where(value => !expected.Contains(value.Key)))
        {
            _needed[(product, value)] = 0;
        }
    }

    private void Need(string product, int balance) => _needed[(product, balance)] = _needed.GetValueOrDefault((product, balance)) + 1;

    /// <summary>How many codes of which product and value, spares included.</summary>
    public IEnumerable<(string Product, int Value, int Count)> Lines() =>
        _needed.Select(line => (line.Key.Product, line.Key.Value, line.Value + 1 + (line.Value / CodesPerSpare)));

    /// <summary>The delivery as a file for the application's code import.</summary>
    /// <param name="file">Is left open.</param>
    /// <param name="campaign">Whose lots these are.</param>
    public async Task WriteCsvAsync(Stream file, Campaign campaign)
    {
        DateOnly lastDay = campaign.ReceiptEndsAt.DateInJapan().AddMonths(12);
        await using StreamWriter writer = new(file, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync("product,value,code,expires_on,lot");
        int number = 0;
        foreach ((string product, int value, int count) in Lines())
        {
            Product made = campaign.FindProduct(product)!;
            for (int ordinal = 0; ordinal < count; ordinal++)
            {
                await writer.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{product},{value},{CodeOf(made, value, ordinal, ++number)},{lastDay:yyyy-MM-dd},{campaign.Id}-{product}-1"));
            }
        }
    }

    /// <summary>
    /// Follows from what the code is for, such as <c>AM-7Q2M-XKCD-9PLW-HT5R</c>; where the campaign's file, or the bars that hold the code, want others, it is digits that follow from where it stands in the delivery.
    /// </summary>
    internal static string CodeOf(Product product, int value, int ordinal, int number)
    {
        const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        Chance chance = Chance.For(ordinal, product.Id, value);
        StringBuilder code = new(product.Id.PadRight(2, 'X')[..2].ToUpperInvariant());
        for (int position = 0; position < 16; position++)
        {
            code.Append(position % 4 == 0 ? "-" : string.Empty).Append(Alphabet[chance.Below(Alphabet.Length)]);
        }

        string usual = code.ToString();
        return IsOneOf(product, ScannedCodes.InBars(usual)) ? usual : DigitsOf(product, number);
    }

    private static bool IsOneOf(Product product, string code) => product.Codes.Fits(code) && (product.Scanned?.Bars()?.CanHold(code) ?? true);

    /// <summary>Of the first length that does.</summary>
    private static string DigitsOf(Product product, int number)
    {
        foreach (int length in Enumerable.Range(product.Codes.LengthMin, product.Codes.LengthMax - product.Codes.LengthMin + 1).OrderBy(length => Math.Abs(length - UsualDigits)))
        {
            string digits = Scrambled(number, length - 1);
            string code = $"{digits}{Barcode.CheckDigitOf(digits)}";
            if (IsOneOf(product, code))
            {
                return code;
            }
        }

        throw new InvalidOperationException($"No code of '{product.Id}' is {product.Codes} and can be scanned.");
    }

    /// <summary>Numbers that follow one another look alike; multiplied by one that ends in 1 they do not, and none comes twice.</summary>
    private static string Scrambled(int number, int length) =>
        (number * BigInteger.Parse("7368787212961", CultureInfo.InvariantCulture) % BigInteger.Pow(10, length)).ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');

    /// <summary>The code that a page shows, or null: as its button copies it.</summary>
    public static string? CodeIn(string page)
    {
        Match match = CopiedCode().Match(page);
        return match.Success ? WebUtility.HtmlDecode(match.Groups["code"].Value) : null;
    }

    [GeneratedRegex("data-copy=\"(?<code>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CopiedCode();
}
