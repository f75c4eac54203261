using System.Globalization;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>What becomes of payments into an account. How its number ends is how the bank knows.</summary>
internal enum AccountKind
{
    Good,

    /// <summary>No such account, or another one's.</summary>
    Wrong,

    /// <summary>Credited, and sent back days later.</summary>
    ClosedSoon,

    /// <summary>The first payment comes back by the paying side's doing.</summary>
    FirstUncovered,

    /// <summary>The bank's results list the payment twice.</summary>
    ListedTwice,
}

/// <summary>An account that belongs to nobody, as its owner types it into the form, and as the bank's file names it.</summary>
/// <param name="Answers">What is typed, by the form's fields.</param>
/// <param name="Name">Bank, branch, kind and number, such as <c>0001-004-1-0000017</c>.</param>
internal sealed record SyntheticAccount(IReadOnlyDictionary<string, string> Answers, string Name)
{
    /// <summary>How people write banks and branches, beside their codes.</summary>
    private static readonly (string Bank, string Branch, string BankCode, string BranchCode)[] Places =
    [
        ("みずほ銀行", "丸の内中央支店", "0001", "004"),
        ("０００１", "築地", "0001", "015"),
        ("三菱UFJ銀行", "002", "0005", "002"),
        ("ミツイスミトモ", "神保町支店", "0009", "001"),
        ("りそな", "テンリ", "0010", "005"),
        ("楽天銀行", "ジャズ支店", "0036", "201"),
        ("千葉銀行", "中央", "0134", "001"),
    ];

    private const int JapanPostIn = 6;

    /// <summary>The account that somebody names first, or after one has failed.</summary>
    /// <param name="seed">Another seed, other accounts.</param>
    /// <param name="owner">By his first coupon's number.</param>
    /// <param name="ordinal">0, 1, …</param>
    /// <param name="kind">What becomes of payments.</param>
    public static SyntheticAccount Of(long seed, string owner, int ordinal, AccountKind kind)
    {
        Chance chance = Chance.For(seed, string.Create(CultureInfo.InvariantCulture, $"account-{ordinal}"), owner);
        string number = string.Create(CultureInfo.InvariantCulture, $"{1 + chance.Below(99_999):d5}{EndingOf(kind, ref chance)}");
        return chance.Below(JapanPostIn) == 0 ? JapanPost(number, 1 + chance.Below(9)) : AtBank(number, Places[chance.Below(Places.Length)]);
    }

    private static SyntheticAccount AtBank(string number, (string Bank, string Branch, string BankCode, string BranchCode) place) => new(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bank"] = place.Bank,
            ["bank-choice"] = place.BankCode,
            ["branch"] = place.Branch,
            ["branch-choice"] = place.BranchCode,
            ["account-type"] = "ordinary",
            ["account-number"] = number.TrimStart('0'),
        },
        $"{place.BankCode}-{place.BranchCode}-1-{number}");

    /// <summary>Symbol and number as a passbook prints them: the number ends in 1, which is no part of what the file names.</summary>
    private static SyntheticAccount JapanPost(string number, int office) => new(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bank"] = "ゆうちょ銀行",
            ["bank-choice"] = "9900",
            ["symbol"] = string.Create(CultureInfo.InvariantCulture, $"10{office}40"),
            ["passbook-number"] = $"{number.TrimStart('0')}1",
            ["post-type"] = "ordinary",
        },
        string.Create(CultureInfo.InvariantCulture, $"9900-0{office}8-1-{number}"));

    private static string EndingOf(AccountKind kind, ref Chance chance) => kind switch
    {
        AccountKind.Wrong => $"0{1 + chance.Below(4)}",
        AccountKind.ClosedSoon => $"0{5 + chance.Below(2)}",
        AccountKind.FirstUncovered => "07",
        AccountKind.ListedTwice => "08",
        _ => (10 + chance.Below(90)).ToString("d2", CultureInfo.InvariantCulture),
    };
}
