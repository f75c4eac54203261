using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Transfers.Accounts;

/// <summary>An account number as banks take it: seven digits.</summary>
/// <param name="Digits">Seven digits.</param>
/// <param name="Filled">How many zeros were put in front of what was typed; shown before it is confirmed.</param>
public sealed partial record AccountNumber(string Digits, int Filled)
{
    private const int Length = 7;

    /// <returns>Null for anything but four to seven digits, and for zeros alone, which are no account's; blanks and hyphens between them make no difference.</returns>
    public static AccountNumber? Of(string? typed)
    {
        string digits = Written(typed);
        return digits.Length is >= 4 and <= Length && digits.All(char.IsAsciiDigit) && !IsZeros(digits) ? new AccountNumber(digits.PadLeft(Length, '0'), Length - digits.Length) : null;
    }

    /// <summary>Whether it is zeros and nothing else.</summary>
    public static bool IsZeros(string? typed) => Written(typed) is { Length: > 0 } digits && digits.All(digit => digit == '0');

    private static string Written(string? typed) => Separators().Replace(Folding.Plain(typed), string.Empty);

    [GeneratedRegex("[- ]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Separators();
}
