using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Compensation.Campaigns.Files;

/// <summary>Says in words where a file is no JSON: what stands there, and what usually is the matter.</summary>
internal static class BrokenJson
{
    private const byte LineFeed = (byte)'\n';

    /// <param name="broken">What the reader said; its message is for programs.</param>
    /// <param name="json">The file, in valid UTF-8.</param>
    public static string WordsFor(JsonException broken, ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return "is empty; expected an object in braces { }";
        }

        ReadOnlySpan<byte> rest = json;
        for (long line = broken.LineNumber ?? 0; line > 0; line--)
        {
            rest = rest[(rest.IndexOf(LineFeed) + 1)..];
        }

        int place = (int)Math.Min(broken.BytePositionInLine ?? 0, rest.Length);
        if (rest[place..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return "is no JSON: it ends before everything is closed; expected a \" a } or a ] for each that was opened";
        }

        Rune.DecodeFromUtf8(rest[place..], out Rune stands, out _);
        string character = Rune.IsControl(stands) ? string.Create(CultureInfo.InvariantCulture, $"the control character U+{stands.Value:X4}") : $"'{stands}'";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"is no JSON: {character} cannot stand there, as character {Encoding.UTF8.GetCharCount(rest[..place]) + 1} of line {(broken.LineNumber ?? 0) + 1}; look there, and just before, for a comma too many or missing, a quotation mark that is none (\u201C \u201D), a line break or tab within a text, or a comment");
    }
}
