using System.Collections.Frozen;

namespace Compensation.Transfers.Zengin;

/// <summary>
/// What a text field of a bank's file may hold, character by character. Each is one byte of JIS X 0201. An encoder is no check: CP932 knows 髙 and small kana,
/// which no bank takes.
/// </summary>
public sealed class ZenginAlphabet
{
    private const string Everywhere = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ";

    private readonly FrozenSet<char> _characters;

    private ZenginAlphabet(string others) => _characters = (Everywhere + others).ToFrozenSet();

    /// <summary>Names of banks and branches.</summary>
    public static ZenginAlphabet Banks { get; } = new("-");

    /// <summary>Names of who pays and who is paid, as the strictest bank takes them.</summary>
    public static ZenginAlphabet Parties { get; } = new("()-.");

    /// <summary>The same where the bank takes ヲ, as the newer standard does.</summary>
    public static ZenginAlphabet PartiesWithWo { get; } = new("()-.ｦ");

    /// <summary>The twenty characters that travel along (EDI).</summary>
    public static ZenginAlphabet Edi { get; } = new("\\｢｣()-/.ｦ");

    public bool Includes(char character) => _characters.Contains(character);

    /// <summary>Why a text cannot stand in a field of so many bytes; null where it can. The text itself is not repeated.</summary>
    public string? FaultOf(string text, int length)
    {
        foreach (char character in text)
        {
            if (!Includes(character))
            {
                return $"holds the character U+{(int)character:X4}, which the field does not take";
            }
        }

        return text.Length > length ? $"is {text.Length} bytes long; expected at most {length}"
            : Kana.MarksStandRight(text) ? null
            : "holds a voiced mark behind a letter that has none";
    }

    /// <summary>The byte of JIS X 0201.</summary>
    public static byte ByteOf(char character) => character switch
    {
        >= ' ' and <= '~' => (byte)character,
        >= '｡' and <= 'ﾟ' => (byte)(character - '｡' + 0xA1),
        _ => throw new ArgumentOutOfRangeException(nameof(character), (int)character, "is no character of one byte."),
    };
}
