using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Applications.Typing;

/// <summary>Telephone numbers as people type them.</summary>
internal static partial class TypedPhone
{
    /// <summary>A number by which somebody can be rung: mobile, landline or IP telephone, in national form without hyphens.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? national)
    {
        Match match = Dialled().Match(JapanesePhone.Dialled(text));
        national = match.Success ? $"0{match.Groups["national"].Value}" : null;
        return match.Success;
    }

    /// <summary>A number to which codes and links can be sent (E.164).</summary>
    /// <param name="text">As typed.</param>
    /// <param name="takes050">Whether IP telephones count.</param>
    /// <param name="e164">The number.</param>
    public static bool TryParseForSms(string? text, bool takes050, [NotNullWhen(true)] out string? e164)
    {
        if (JapanesePhone.TryNormalise(text, out e164))
        {
            return true;
        }

        e164 = takes050 && TryParse(text, out string? national) && IpTelephone().IsMatch(national) ? $"+81{national[1..]}" : null;
        return e164 is not null;
    }

    // Ten digits with the zero, eleven for mobile and IP telephones.
    [GeneratedRegex(@"\A(?:0|(?:\+?81|0081)0?)(?<national>[5-9]0[1-9][0-9]{7}|[1-9][0-9]{8})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dialled();

    [GeneratedRegex(@"\A050[1-9][0-9]{7}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IpTelephone();
}
