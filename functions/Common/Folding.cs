using System.Buffers;
using System.Globalization;
using System.Text;

namespace Compensation.Common;

/// <summary>
/// The one way in which typed and pasted text is read. Invisible characters (Unicode's default ignorable ones, such as U+200B, U+202A or U+00AD) are
/// dropped and blanks of every kind around the text are ignored. Folding never drops or changes a letter or digit of ASCII.
/// </summary>
public static class Folding
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <summary>Without what cannot be seen, otherwise as it was written: for names.</summary>
    public static string Trimmed(string? text) => text is null ? string.Empty : IsPlain(text) ? text : Fold(text, toAscii: false);

    /// <summary>Likewise on one line, with single blanks: for answers that are read in lists.</summary>
    public static string Line(string? text) => string.Join(' ', Trimmed(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Without what cannot be seen, in one width: kana full-width, letters and digits of ASCII. A voiced mark that was typed by itself belongs to the letter before it.
    /// </summary>
    internal static string OneWidth(string? text) => Trimmed(text).Replace('\u309B', '\u3099').Replace('\u309C', '\u309A').Normalize(NormalizationForm.FormKC);

    /// <summary>
    /// As a machine would write it: full-width letters, digits and signs in ASCII, every dash a hyphen, every blank inside a space. For numbers, addresses,
    /// dates, amounts, ids and headers. What is left outside ASCII cannot be folded; <see cref="Remark"/> names it.
    /// </summary>
    public static string Plain(string? text) => text is null ? string.Empty : IsPlain(text) ? text : Fold(text, toAscii: true);

    /// <summary>For the end of an error's problem: names the first character that folding has left outside printable ASCII. Empty where there is none.</summary>
    /// <param name="text">As it was written.</param>
    public static string Remark(string? text)
    {
        foreach (Rune rune in Plain(text).EnumerateRunes())
        {
            if (rune.Value is < ' ' or > '~')
            {
                return string.Create(CultureInfo.InvariantCulture, $": it holds the character U+{rune.Value:X4}");
            }
        }

        return string.Empty;
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(s_plain);

    private static string Fold(string text, bool toAscii)
    {
        StringBuilder folded = new(text.Length);
        int end = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isBlank = Rune.IsWhiteSpace(rune) || rune.Value == 0x2800;
            if (IsInvisible(rune.Value) || (isBlank && folded.Length == 0))
            {
                continue;
            }

            folded.Append(toAscii ? isBlank ? new Rune(' ') : Ascii(rune) : rune);
            end = isBlank ? end : folded.Length;
        }

        return folded.ToString(0, end);
    }

    private static Rune Ascii(Rune rune) => rune.Value switch
    {
        < 0x80 => rune,
        0x301C => new Rune('~'), // what a Mac makes of the key that is U+FF5E elsewhere
        >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFF01 + '!'),
        0x3002 or 0xFF61 => new Rune('.'),
        0x2018 or 0x2019 => new Rune('\''),
        0x201C or 0x201D or 0x301D or 0x301E => new Rune('"'),
        _ => IsDash(rune.Value) ? new Rune('-') : rune,
    };

    /// <summary>Dashes, minus signs, and what looks like one on a keyboard or in a font: long vowel marks, lines for drawing boxes.</summary>
    internal static bool IsDash(int code) => CharUnicodeInfo.GetUnicodeCategory(code) == UnicodeCategory.DashPunctuation || code is
        0x2212 or 0x30FC or 0xFF70 or 0x02D7 or 0x2043 or 0x207B or 0x208B or 0x2796 or 0x23AF or 0x31D0
        or 0x2500 or 0x2501 or 0x2504 or 0x2505 or 0x2508 or 0x2509 or 0x254C or 0x254D or 0x2574 or 0x2576 or 0x2578 or 0x257A or 0x257C or 0x257E;

    /// <summary>Unicode's property Default_Ignorable_Code_Point, the marks of interlinear annotation, and U+FFFE and U+FFFF, which are no characters and which normalisation throws at.</summary>
    private static bool IsInvisible(int code) => code is
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
        or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB) or 0xFFFE or 0xFFFF
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);
}
