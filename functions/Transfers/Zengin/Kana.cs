using System.Collections.Frozen;
using System.Text;

namespace Compensation.Transfers.Zengin;

/// <summary>Kana between the widths. Half-width kana is what a bank's file holds: one byte each, a voiced mark its own.</summary>
internal static class Kana
{
    public const char VoicedMark = 'ﾞ';
    public const char SemiVoicedMark = 'ﾟ';

    /// <summary>What may bear a voiced mark: the rows か, さ, た, は, and ｳ.</summary>
    private const string Voiceable = "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ";

    private const string SemiVoiceable = "ﾊﾋﾌﾍﾎ";

    private const string Small = "ァィゥェォッャュョヮヵヶ";
    private const string Large = "アイウエオツヤユヨワカケ";

    /// <summary>From full-width to half-width, made of what Unicode says is the same letter. Small letters and the long vowel mark are none of a bank's.</summary>
    private static readonly FrozenDictionary<char, char> s_half = Enumerable.Range('ｱ', 'ﾝ' - 'ｱ' + 1).Select(code => (char)code).Append('ｦ')
        .ToFrozenDictionary(half => half.ToString().Normalize(NormalizationForm.FormKC)[0]);

    /// <summary>ョ becomes ヨ; everything else stays.</summary>
    public static char Enlarged(char letter) => Small.IndexOf(letter, StringComparison.Ordinal) is var at and >= 0 ? Large[at] : letter;

    public static char ToKatakana(char letter) => letter is >= 'ぁ' and <= 'ゖ' ? (char)(letter + ('ァ' - 'ぁ')) : letter;

    /// <summary>The half-width form of one full-width katakana, with its mark; null for what is no kana.</summary>
    public static string? Halved(char katakana)
    {
        string parts = katakana.ToString().Normalize(NormalizationForm.FormD);
        return !s_half.TryGetValue(parts[0], out char letter) ? null : parts switch
        {
            [_] => letter.ToString(),
            [_, '\u3099'] => $"{letter}{VoicedMark}",
            [_, '\u309A'] => $"{letter}{SemiVoicedMark}",
            _ => null,
        };
    }

    /// <summary>Whether each mark stands behind a letter that can bear it: <c>ｱﾞ</c> is no kana.</summary>
    public static bool MarksStandRight(ReadOnlySpan<char> half)
    {
        for (int at = 0; at < half.Length; at++)
        {
            string bearers = half[at] switch
            {
                VoicedMark => Voiceable,
                SemiVoicedMark => SemiVoiceable,
                _ => string.Empty,
            };
            if (half[at] is VoicedMark or SemiVoicedMark && (at == 0 || !bearers.Contains(half[at - 1], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }
}
