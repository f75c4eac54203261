using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
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
        foreach ((string product, int value, int count) in Lines())
        {
            for (int ordinal = 0; ordinal < count; ordinal++)
            {
                await writer.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{product},{value},{CodeOf(product, value, ordinal)},{lastDay:yyyy-MM-dd},{campaign.Id}-{product}-1"));
            }
        }
    }

    /// <summary>Follows from what the code is for, such as <c>AM-7Q2M-XKCD-9PLW-HT5R</c>.</summary>
    internal static string CodeOf(string product, int value, int ordinal)
    {
        const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        Chance chance = Chance.For(ordinal, product, value);
        StringBuilder code = new(product[..2].ToUpperInvariant());
        for (int position = 0; position < 16; position++)
        {
            code.Append(position % 4 == 0 ? "-" : string.Empty).Append(Alphabet[chance.Below(Alphabet.Length)]);
        }

        return code.ToString();
    }

    /// <summary>The code that a page shows, or null.</summary>
    public static string? CodeIn(string page)
    {
        Match match = CodeShape().Match(page);
        return match.Success ? match.Value : null;
    }

    [GeneratedRegex(@"\b[A-Z]{2}(?:-[2-9A-Z]{4}){4}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeShape();
}
