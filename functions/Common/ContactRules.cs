using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Compensation.Common;

/// <summary>Japanese mobile numbers, as people write them. Only numbers that can receive an SMS are taken.</summary>
public static partial class JapanesePhone
{
    /// <summary>
    /// Turns a number such as <c>０９０-1234-5678</c>, <c>+81 (0)90 1234 5678</c> or <c>0081 90…</c> into E.164, <c>+819012345678</c>.
    /// Landlines, IP telephones (050), toll-free (0120, 0800) and machines (020) are refused: no SMS reaches them.
    /// </summary>
    public static bool TryNormalise(string? text, [NotNullWhen(true)] out string? e164)
    {
        string digits = Dialled(text);
        Match mobile = Mobile().Match(digits);
        e164 = mobile.Success ? $"+81{mobile.Groups["national"].Value}" : null;
        return mobile.Success;
    }

    /// <summary>Without what people write between the digits.</summary>
    internal static string Dialled(string? text) => Separators().Replace(Folding.Plain(text), string.Empty);

    // What people put between digits.
    [GeneratedRegex(@"[ ~().・･-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    // The "0" after the country code is how "+81 (0)90" reads once the brackets are gone.
    [GeneratedRegex(@"\A(?:0|(?:\+?81|0081)0?)(?<national>[6-9]0[1-9][0-9]{7})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mobile();
}

/// <summary>
/// Which e-mail addresses are taken. Wider than RFC 5322 in one point: Japanese carriers gave out addresses with consecutive, leading or final dots
/// until 2009, and people still live at them; the platform's own address parsers refuse those.
/// </summary>
public static partial class EmailRule
{
    /// <summary>The longest address that mail systems carry.</summary>
    public const int LengthMax = 254;

    /// <summary>
    /// Understands an address as people type and paste it, one with its local part in quotation marks too: <c>"taro..yamada"@docomo.ne.jp</c> is how programs
    /// write what the carriers gave out as <c>taro..yamada@docomo.ne.jp</c>.
    /// </summary>
    public static bool TryNormalise(string? text, [NotNullWhen(true)] out string? address)
    {
        string folded = Folding.Plain(text);
        Match quoted = Quoted().Match(folded);
        address = quoted.Success ? Escape().Replace(quoted.Groups["local"].Value, "${escaped}") + quoted.Groups["domain"].Value : folded;
        address = IsAcceptable(address) ? address : null;
        return address is not null;
    }

    /// <summary>Whether an address is one exactly as it is written here.</summary>
    public static bool IsAcceptable([NotNullWhen(true)] string? text) => text is { Length: <= LengthMax } && Shape().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A""(?<local>(?:[^""\\]|\\.)+)""(?<domain>@.+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(?<escaped>.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
