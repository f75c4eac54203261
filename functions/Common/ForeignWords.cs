using System.Text;
using System.Text.RegularExpressions;

namespace Compensation.Common;

/// <summary>Words that others chose, made fit for a record, a log and an answer.</summary>
public static partial class ForeignWords
{
    /// <summary>One line without control characters and broken characters, of at most so many UTF-16 units.</summary>
    public static string Line(string text, int lengthMax)
    {
        StringBuilder line = new(Math.Min(text.Length, lengthMax));
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune kept = Rune.IsControl(rune) || rune == Rune.ReplacementChar ? new Rune(' ') : rune;
            if (line.Length + kept.Utf16SequenceLength > lengthMax)
            {
                break;
            }

            line.Append(kept);
        }

        return line.ToString().Trim();
    }

    /// <summary>
    /// The same, with what may be a person's number or address taken out: seven digits or more, however they are written and parted, and whatever stands around an @.
    /// Codes of up to six digits stay.
    /// </summary>
    public static string Masked(string text, int lengthMax) => Number().Replace(Address().Replace(Line(text, 2 * lengthMax), "[address]"), "[number]") is var masked && masked.Length > lengthMax
        ? Line(masked, lengthMax)
        : masked;

    [GeneratedRegex(@"[^\s@＠<>""'(),;:]+[@＠][^\s@＠<>""'(),;]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[+＋]?\d(?:[\s()（）./_·・･ー\uFF70\u2212\p{Pd}\p{Cf}]{0,3}\d){6,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
