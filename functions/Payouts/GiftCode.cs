using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>A gift code as somebody wrote it into a file.</summary>
/// <param name="Shown">As people read and type it: in ASCII, hyphens and letter case as they came.</param>
/// <param name="Compared">As two of them are compared: in capitals, without blanks and hyphens, which are there for the eye only.</param>
internal readonly record struct GiftCode(string Shown, string Compared)
{
    public static GiftCode Of(string text)
    {
        string shown = Folding.Plain(text);
        return new GiftCode(shown, string.Concat(shown.Where(character => character is not (' ' or '-'))).ToUpperInvariant());
    }

    /// <summary>What a spreadsheet program leaves in place of a code; null where the text is none of it.</summary>
    public string? Debris => Shown switch
    {
        ['#', ..] => "is a spreadsheet's error value instead of a code",
        ['=' or '@', ..] => "is a spreadsheet's formula instead of a code",
        _ when Shown.Contains('E', StringComparison.OrdinalIgnoreCase) && Shown.Contains('+', StringComparison.Ordinal) && Shown.All(character => char.IsAsciiDigit(character) || character is '.' or '+' or 'E' or 'e' or '-')
            => "is a number that a spreadsheet has rounded",
        _ => null,
    };
}
