using System.Text;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Transfers.Zengin;

/// <summary>An account holder's name in the alphabet of the bank's field, with everything that was changed beyond the width of its letters.</summary>
/// <param name="Text">Half-width, such as <c>ﾔﾏﾀﾞ ﾀﾛｳ</c>.</param>
/// <param name="Changes">Each kind of change once, to be shown before the person confirms.</param>
public sealed partial record HolderName(string Text, IReadOnlyList<NameChange> Changes)
{
    /// <summary>Bytes of the field 受取人名.</summary>
    public const int LengthMax = 30;

    /// <summary>法人略語, as far as somebody is paid who has one.</summary>
    private const string Abbreviations = "ｶ|ﾕ|ﾒ|ｼ|ﾄﾞ|ｲ|ｿ|ｻﾞｲ|ｼﾔ|ｼﾕｳ|ｶﾞｸ|ﾌｸ|ﾄｸﾋ|ﾄﾞｸ|ﾁﾄﾞｸ|ﾍﾞﾝ|ｼﾎｳ|ｾﾞｲ|ｷﾞﾖ|ﾀﾞｲ|ﾉｳ|ﾎｺﾞ|ｶﾝﾘ|ﾛｳﾑ";

    private const string Hiragana = "ひらがな";
    private const string Katakana = "カタカナ";

    /// <summary>Folds what somebody typed. Nothing is ever dropped or cut: what does not fit is refused, and asked for again.</summary>
    /// <param name="typed">Kana of any width, capitals and digits; the family name first.</param>
    /// <param name="takesWo">Whether the paying bank takes ヲ; else it becomes オ.</param>
    /// <returns>The name, or what is wrong with it.</returns>
    public static (HolderName? Name, NameFault? Fault) Of(string? typed, bool takesWo = false)
    {
        List<NameChange> changes = [.. Folding.Trimmed(typed).EnumerateRunes().Where(IsOtherSign).Select(rune => rune.ToString()).Select(sign => new NameChange(sign, sign.Normalize(NormalizationForm.FormKC)))];
        StringBuilder half = new(LengthMax);
        foreach (Rune rune in Folding.OneWidth(typed).EnumerateRunes())
        {
            if (PieceOf(rune, takesWo, changes) is not { } piece)
            {
                return (null, new NameFault(NameProblem.Character, rune.ToString()));
            }

            bool isSecondBlank = piece == " " && half.Length > 0 && half[^1] == ' ';
            half.Append(isSecondBlank ? string.Empty : piece);
        }

        string text = WithOneBracket(half.ToString().Trim(), changes);
        return text switch
        {
            "" => (null, new NameFault(NameProblem.Empty)),
            _ when !text.Any(char.IsLetterOrDigit) => (null, new NameFault(NameProblem.Empty)),
            _ when !Kana.MarksStandRight(text) => (null, new NameFault(NameProblem.Mark)),
            { Length: > LengthMax } => (null, new NameFault(NameProblem.TooLong)),
            _ => (new HolderName(text, [.. changes.Distinct()]), null),
        };
    }

    /// <summary>A firm's abbreviation has one bracket, towards the name: <c>ｶ)ABC</c>, <c>ABC(ｶ</c>. With two of them banks send the money back.</summary>
    private static string WithOneBracket(string name, List<NameChange> changes)
    {
        string Without(string text, Match match, string kept)
        {
            changes.Add(new NameChange(match.Value, kept));
            return $"{text[..match.Index]}{kept}{text[(match.Index + match.Length)..]}";
        }

        string leading = BeforeName().Match(name) is { Success: true } before ? Without(name, before, before.Value[1..]) : name;
        return BehindName().Match(leading) is { Success: true } behind ? Without(leading, behind, behind.Value[..^1]) : leading;
    }

    /// <summary>Whether it means another sign in more than its width, as ① means 1 and Ⅱ means II.</summary>
    private static bool IsOtherSign(Rune rune) => rune.Value is not ((>= 0xFF00 and <= 0xFFEF) or 0x309B or 0x309C) && !Rune.IsWhiteSpace(rune)
        && rune.ToString() is var sign && sign.Normalize(NormalizationForm.FormKC) != sign.Normalize(NormalizationForm.FormC);

    /// <summary>What one character becomes; null where the field has nothing for it.</summary>
    private static string? PieceOf(Rune rune, bool takesWo, List<NameChange> changes)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            return " ";
        }

        if (!rune.IsBmp)
        {
            return null;
        }

        char letter = (char)rune.Value;
        char katakana = Kana.ToKatakana(letter);
        if (katakana != letter)
        {
            changes.Add(new NameChange(Hiragana, Katakana));
        }

        char large = Fitting(katakana, takesWo);
        if (large != katakana)
        {
            changes.Add(new NameChange(katakana.ToString(), large.ToString()));
        }

        return MarkOf(large) ?? Kana.Halved(large) ?? AsciiOf(large, changes);
    }

    private static char Fitting(char katakana, bool takesWo) => katakana switch
    {
        'ヰ' => 'イ',
        'ヱ' => 'エ',
        'ヲ' when !takesWo => 'オ',
        _ => Kana.Enlarged(katakana),
    };

    private static string? MarkOf(char letter) => letter switch
    {
        '\u3099' => Kana.VoicedMark.ToString(),
        '\u309A' => Kana.SemiVoicedMark.ToString(),
        _ => null,
    };

    private static string? AsciiOf(char letter, List<NameChange> changes)
    {
        string plain = Folding.Plain(letter.ToString()).ToUpperInvariant();
        if (plain is not [var one] || !ZenginAlphabet.Parties.Includes(one) || one == ' ')
        {
            return null;
        }

        // The width is gone already, and is no change; a long vowel mark and a lower-case letter become something else.
        if (one != letter)
        {
            changes.Add(new NameChange(letter.ToString(), plain));
        }

        return plain;
    }

    [GeneratedRegex(@"\A\((?:" + Abbreviations + @")\)(?=[^)])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BeforeName();

    [GeneratedRegex(@"(?<=[^(])\((?:" + Abbreviations + @")\)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BehindName();
}

/// <summary>One kind of change.</summary>
/// <param name="From">As it was typed, such as ョ; or the script.</param>
/// <param name="To">As the bank writes it, such as ヨ.</param>
public sealed record NameChange(string From, string To);

/// <summary>Why a name cannot be taken.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Character">The character that does not fit, where it is one.</param>
public sealed record NameFault(NameProblem Problem, string? Character = null);

public enum NameProblem
{
    /// <summary>Nothing was entered, or no letter.</summary>
    Empty,

    /// <summary>Something that the field does not take, such as kanji.</summary>
    Character,

    /// <summary>A voiced mark behind a letter that cannot bear it.</summary>
    Mark,

    /// <summary>More than thirty bytes: the bank's own abbreviation has to be asked for.</summary>
    TooLong,
}
