using System.Buffers;

namespace Compensation.Notices.Text;

/// <summary>
/// How many SMS a text is billed as. A text in the GSM 7-bit alphabet holds 160 units in one SMS or 153 in each of several;
/// any other text is UCS-2: 70 or 67 UTF-16 units.
/// </summary>
public static class SmsSegments
{
    public const int GsmSingle = 160;

    public const int GsmEach = 153;

    public const int UnicodeSingle = 70;

    public const int UnicodeEach = 67;

    // 3GPP TS 23.038: the default alphabet, without the escape character.
    private static readonly SearchValues<char> s_basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    // The extension table: each of these is sent as an escape and a second unit.
    private static readonly SearchValues<char> s_extended = SearchValues.Create("\f^{}\\[~]|€");

    /// <summary>1 or more; an empty text is one empty SMS.</summary>
    public static int Count(string text) => TryGsmUnits(text, out int[] units)
        ? Segments(units, GsmSingle, GsmEach)
        : Segments(UnicodeUnits(text), UnicodeSingle, UnicodeEach);

    private static bool TryGsmUnits(string text, out int[] units)
    {
        units = new int[text.Length];
        for (int index = 0; index < text.Length; index++)
        {
            units[index] = s_basic.Contains(text[index]) ? 1 : s_extended.Contains(text[index]) ? 2 : 0;
            if (units[index] == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int[] UnicodeUnits(string text) => [.. text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength)];

    // An escape and its second unit, or a surrogate pair, are never parted between two SMS.
    private static int Segments(int[] characters, int single, int each)
    {
        if (characters.Sum() <= single)
        {
            return 1;
        }

        int segments = 1;
        int used = 0;
        foreach (int units in characters)
        {
            if (used + units > each)
            {
                segments++;
                used = 0;
            }

            used += units;
        }

        return segments;
    }
}
