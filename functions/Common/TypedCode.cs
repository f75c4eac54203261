using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Compensation.Common;

/// <summary>A code of six digits as people type and paste it: blanks, hyphens, width and line ends make no difference.</summary>
internal static partial class TypedCode
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? code)
    {
        string digits = Between().Replace(Folding.Plain(text), string.Empty);
        code = SixDigits().IsMatch(digits) ? digits : null;
        return code is not null;
    }

    [GeneratedRegex(@"[ -]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"\A[0-9]{6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
