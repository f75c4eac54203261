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
        ("信用農業協同組合連合会", "信連"), ("信用漁業協同組合連合会", "信漁連"),
        ("信用協同組合", "信組"), ("農業協同組合", "農協"), ("信用金庫", "信金"), ("信用組合", "信組"), ("労働金庫", "労金"), ("漁業協同組合", "漁協"),
        ("シンヨウキヨウドウクミアイ", "信組"), ("シンヨウクミアイ", "信組"), ("シンクミ", "信組"), ("シンヨウキンコ", "信金"), ("シンキン", "信金"),
        ("ロウドウキンコ", "労金"), ("ロウキン", "労金"), ("ノウギヨウキヨウドウクミアイ", "農協"), ("ノウキヨウ", "農協"),
        ("株式会社", ""), ("(株)", ""), ("カブシキガイシヤ", ""),
    ];

    private static readonly string[] s_bankEndings = ["銀行", "ギンコウ"];
    private static readonly string[] s_endings = [.. s_bankEndings, "支店", "シテン"];

    /// <summary>In one width, one kana and one case, without blanks and dots, without the endings 銀行 and 支店.</summary>
    public static string Folded(string text) => WithoutEnding(Spelled(text));

    /// <summary>Whether a bank is meant, and no cooperative of the same name.</summary>
    public static bool SaysBank(string text) => Spelled(text) is var name && s_bankEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string Spelled(string text)
    {
        string normal = Folding.OneWidth(text).ToUpperInvariant();
        StringBuilder kana = new(normal.Length);
        foreach (char letter in normal)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('・' or '、' or ',' or '.'))
            {
                kana.Append(LetterOf(letter));
            }
        }

        return s_words.Aggregate(kana.ToString(), (folded, word) => folded.Replace(word.Long, word.Short, StringComparison.Ordinal));
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
