using System.Buffers;
using System.Text;

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
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // The extension table: each of these is sent as an escape and a second unit.
    private const string Extended = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> s_extended = SearchValues.Create(Extended);
    private static readonly SearchValues<char> s_gsm = SearchValues.Create(Basic + Extended);

    /// <summary>How many units of a text's alphabet so many SMS hold.</summary>
    public static int RoomOf(string text, int segments)
    {
        (int single, int each) = SizesOf(IsGsm(text));
        return segments == 1 ? single : segments * each;
    }

    /// <summary>1 or more; an empty text is one empty SMS.</summary>
    public static int Count(string text)
    {
        bool isGsm = IsGsm(text);
        (int single, int each) = SizesOf(isGsm);
        (int all, int segments, int used) = (0, 1, 0);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int units = !isGsm ? rune.Utf16SequenceLength : s_extended.Contains((char)rune.Value) ? 2 : 1;

            // An escape and its second unit, or a surrogate pair, are never parted between two SMS.
            if (used + units > each)
            {
                segments++;
                used = 0;
            }

            used += units;
            all += units;
        }

        return all <= single ? 1 : segments;
    }

    private static bool IsGsm(string text) => !text.AsSpan().ContainsAnyExcept(s_gsm);

    private static (int Single, int Each) SizesOf(bool isGsm) => isGsm ? (GsmSingle, GsmEach) : (UnicodeSingle, UnicodeEach);
}
