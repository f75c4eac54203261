using System.Collections.Frozen;
using System.Text;

namespace Compensation.Common;

/// <summary>Names as people type them and as ledgers hold them, made comparable: width, kana, case, blanks and the commonest variants of characters make no difference.</summary>
internal static class NameFolding
{
    private const string SmallKana = "ァィゥェォッャュョヮヵヶ";
    private const string LargeKana = "アイウエオツヤユヨワカケ";

    /// <summary>Two ways of writing one sound, the longer ones first.</summary>
    private static readonly (string Written, string Heard)[] s_sounds =
        [("ヴア", "バ"), ("ヴイ", "ビ"), ("ヴエ", "ベ"), ("ヴオ", "ボ"), ("ヴユ", "ビユ"), ("ヴ", "ブ"), ("ヅ", "ズ"), ("ヂ", "ジ")];

    /// <summary>Characters of which registers hold one form and keyboards another.</summary>
    private static readonly FrozenDictionary<char, char> Variants = new Dictionary<char, char>
    {
        ['髙'] = '高',
        ['﨑'] = '崎',
        ['嵜'] = '崎',
        ['碕'] = '崎',
        ['邊'] = '辺',
        ['邉'] = '辺',
        ['齋'] = '斎',
        ['齊'] = '斉',
        ['濵'] = '浜',
        ['濱'] = '浜',
        ['澤'] = '沢',
        ['廣'] = '広',
        ['國'] = '国',
        ['櫻'] = '桜',
        ['眞'] = '真',
        ['惠'] = '恵',
        ['榮'] = '栄',
        ['德'] = '徳',
        ['瀨'] = '瀬',
        ['黑'] = '黒',
        ['靜'] = '静',
        ['藏'] = '蔵',
        ['嶋'] = '島',
        ['嶌'] = '島',
        ['ヰ'] = 'イ',
        ['ヱ'] = 'エ',
        ['ヲ'] = 'オ',
    }.ToFrozenDictionary();

    /// <summary>As it is shown to the person: one width, one blank between words, no control characters. Empty where nothing was typed.</summary>
    public static string Shown(string? text) =>
        string.Join(' ', string.Concat(Folding.OneWidth(text).Where(character => !char.IsControl(character) || char.IsWhiteSpace(character))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>For comparing: the same for everything that means the same name.</summary>
    public static string Key(string? text)
    {
        StringBuilder key = new();
        foreach (char character in Shown(text).ToUpperInvariant())
        {
            if (!char.IsWhiteSpace(character) && character is not ('・' or '･' or '.' or ',' or '\'' or '’' or '=' or '゠'))
            {
                key.Append(Plain(character));
            }
        }

        return key.ToString();
    }

    /// <summary>How a name sounds, roughly: without voicing marks, long vowels and doubled ones. Names of which this is equal may be one, misheard or mistyped.</summary>
    public static string Sound(string key)
    {
        StringBuilder sound = new();
        string heard = s_sounds.Aggregate(key, (name, one) => name.Replace(one.Written, one.Heard, StringComparison.Ordinal));
        foreach (char character in heard.Normalize(NormalizationForm.FormD))
        {
            if (character is not ('\u3099' or '\u309A' or '-' or 'ウ' or 'ツ') && (sound.Length == 0 || sound[^1] != character))
            {
                sound.Append(character);
            }
        }

        return sound.ToString();
    }

    /// <summary>Whether it is written in kana alone, blanks and long marks aside.</summary>
    public static bool IsKana(string key) => key.Length > 0 && key.All(character => character is (>= 'ァ' and <= 'ヺ') or '-');

    private static char Plain(char character)
    {
        char katakana = character is >= 'ぁ' and <= 'ゖ' ? (char)(character + 0x60) : character;
        int small = SmallKana.IndexOf(katakana, StringComparison.Ordinal);
        return small >= 0 ? LargeKana[small]
            : katakana == '~' || Folding.IsDash(katakana) ? '-'
            : Variants.GetValueOrDefault(katakana, katakana);
    }
}
