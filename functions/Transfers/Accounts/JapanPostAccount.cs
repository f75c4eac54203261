using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Transfers.Accounts;

/// <summary>An account of Japan Post Bank, by the bank's own rule of conversion from what a passbook prints (記号 and 番号).</summary>
/// <param name="Branch">Three digits.</param>
/// <param name="Type">By the symbol's first digit.</param>
/// <param name="Number">Seven digits.</param>
/// <param name="IsDoubtful">A check digit does not fit. The rule of check digits is not the bank's published one, so it only asks to look again.</param>
public sealed partial record JapanPostAccount(string Branch, AccountType Type, string Number, bool IsDoubtful)
{
    private const int NumberLength = 7;

    /// <param name="symbol">記号: five digits, beginning with 1 or 0; a single digit printed behind it is not used for transfers.</param>
    /// <param name="number">番号: up to eight digits ending in 1 where the symbol begins with 1, up to six where it begins with 0.</param>
    /// <param name="isSavings">通常貯蓄貯金.</param>
    public static (JapanPostAccount? Account, JapanPostProblem? Problem) Of(string? symbol, string? number, bool isSavings = false)
    {
        Match match = SymbolForm().Match(Folding.Plain(symbol));
        if (!match.Success)
        {
            return (null, JapanPostProblem.Symbol);
        }

        string five = match.Groups["symbol"].Value;
        if (AccountNumber.IsZeros(five))
        {
            return (null, JapanPostProblem.SymbolOfZeros);
        }

        string digits = Blanks().Replace(Folding.Plain(number), string.Empty);
        bool isGiro = five[0] == '0';
        if (!(isGiro ? GiroNumber() : PassbookNumber()).IsMatch(digits))
        {
            return (null, isGiro ? JapanPostProblem.GiroNumber : JapanPostProblem.PassbookNumber);
        }

        string branch = $"{five[1..3]}{(isGiro ? '9' : '8')}";
        AccountType type = isGiro ? AccountType.Current : isSavings ? AccountType.Savings : AccountType.Ordinary;
        string converted = (isGiro ? digits : digits[..^1]).PadLeft(NumberLength, '0');
        if (AccountNumber.IsZeros(converted))
        {
            return (null, JapanPostProblem.NumberOfZeros);
        }

        return (new JapanPostAccount(branch, type, converted, five[4] != '0' || CheckDigitOf(five, digits) != five[3]), null);
    }

    /// <summary>The symbol's fourth digit, as it follows from the others.</summary>
    private static char CheckDigitOf(string symbol, string number)
    {
        int[] digits = [.. $"{symbol[..3]}0{symbol[4]}{number.PadLeft(8, '0')}".Select(digit => digit - '0')];
        int sum = digits[12];
        for (int at = 0; at < 12; at += 3)
        {
            sum += digits[at] + (3 * digits[at + 1]) + (digits[at + 2] < 5 ? 2 * digits[at + 2] : (2 * digits[at + 2]) - 9);
        }

        return (char)('0' + (sum % 10));
    }

    [GeneratedRegex(@"\A(?<symbol>[01][0-9]{4})(?:[- ]*[0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SymbolForm();

    [GeneratedRegex(@"\A[0-9]{1,7}1\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PassbookNumber();

    [GeneratedRegex(@"\A[0-9]{1,6}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex GiroNumber();

    [GeneratedRegex("[- ]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Blanks();
}

public enum JapanPostProblem
{
    /// <summary>Not five digits beginning with 1 or 0.</summary>
    Symbol,

    /// <summary>Not up to eight digits ending in 1.</summary>
    PassbookNumber,

    /// <summary>Not up to six digits.</summary>
    GiroNumber,

    /// <summary>No symbol is zeros alone.</summary>
    SymbolOfZeros,

    /// <summary>Nothing but zeros is left for the account.</summary>
    NumberOfZeros,
}
