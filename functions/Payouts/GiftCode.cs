using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>A gift code as somebody wrote it into a file.</summary>
/// <param name="Shown">As people read and type it: in ASCII, hyphens and letter case as they came.</param>
/// <param name="Compared">As two of them are compared: in capitals, without blanks and hyphens, which are there for the eye only.</param>
internal readonly partial record struct GiftCode(string Shown, string Compared)
{
    public static GiftCode Of(string text)
    {
        string shown = Folding.Plain(text);
        return new GiftCode(shown, ScannedCodes.InBars(shown).ToUpperInvariant());
    }

    /// <summary>What a spreadsheet program leaves in place of a code; null where the text is none of it.</summary>
    public string? Debris => Shown switch
    {
        ['#', ..] => "is a spreadsheet's error value instead of a code",
        ['=' or '@', ..] => "is a spreadsheet's formula instead of a code",
        _ when Shown.Contains('E', StringComparison.OrdinalIgnoreCase) && Shown.Contains('+', StringComparison.Ordinal) && Shown.All(character => char.IsAsciiDigit(character) || character is '.' or '+' or 'E' or 'e' or '-')
            => "is a number that a spreadsheet has rounded",
        _ when SmallNumber().IsMatch(Shown) => "is a number that a spreadsheet has rounded",
        _ when Date().IsMatch(Shown) => "is a date that a spreadsheet has made of a code",
        _ when Shown.ToUpperInvariant() is "TRUE" or "FALSE" => "is a spreadsheet's truth value instead of a code",
        _ => null,
    };

    [GeneratedRegex(@"\A[0-9]E-[0-9]{2,3}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmallNumber();

    // 2023-04-10, 10-Apr-23, Apr-2023: hyphens are not counted, so that the rest would pass for a code.
    [GeneratedRegex(
        @"\A(?:(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:[0-9]{1,2}-)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(?:[0-9]{2}|[0-9]{4})|[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
