using System.Text;
using Compensation.Common;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers.Banks;

/// <summary>How names of banks and branches are compared: whatever people leave out, add or write otherwise makes no difference.</summary>
internal static class BankNames
{
    /// <summary>Longer ones first, so that each is found whole.</summary>
    private static readonly (string Long, string Short)[] s_words =
    [
        ("信用協同組合", "信組"), ("農業協同組合", "農協"), ("信用金庫", "信金"), ("信用組合", "信組"), ("労働金庫", "労金"), ("漁業協同組合", "漁協"),
        ("株式会社", ""), ("(株)", ""),
    ];

    private static readonly string[] s_endings = ["銀行", "ギンコウ", "支店", "シテン"];

    /// <summary>In one width, one kana and one case, without blanks and dots, without the endings 銀行 and 支店.</summary>
    public static string Folded(string text)
    {
        string normal = Folding.Trimmed(text).Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        string words = s_words.Aggregate(normal, (folded, word) => folded.Replace(word.Long, word.Short, StringComparison.Ordinal));
        StringBuilder kana = new(words.Length);
        foreach (char letter in words)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('・' or '、' or '.'))
            {
                kana.Append(LetterOf(letter));
            }
        }

        return WithoutEnding(kana.ToString());
    }

    /// <summary>Digits only: a code, as somebody wrote it. Null where it is none.</summary>
    public static string? CodeOf(string text, int length)
    {
        string plain = Folding.Plain(text);
        return plain.Length > 0 && plain.Length <= length && plain.All(char.IsAsciiDigit) ? plain.PadLeft(length, '0') : null;
    }

    private static char LetterOf(char letter)
    {
        char katakana = letter is >= 'ぁ' and <= 'ゖ' ? (char)(letter + ('ァ' - 'ぁ')) : letter;
        return Kana.Enlarged(katakana) is var large && Folding.Plain(large.ToString()) is [var plain] ? plain : large;
    }

    private static string WithoutEnding(string name)
    {
        string? ending = s_endings.FirstOrDefault(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal));
        return ending is null ? name : name[..^ending.Length];
    }
}
