namespace Compensation.Awards;

/// <summary>
/// A member's id with the points programme: 4 to 20 ASCII letters, digits and hyphens; letters are held in upper case. It identifies a person: kept
/// encrypted, never logged, never in a URL. Six bits a character, so that a million of them are compared and counted without a string each.
/// </summary>
public readonly record struct MemberId
{
    public const string Expected = "4 to 20 letters, digits or hyphens (ASCII)";

    private const int LengthMin = 4;
    private const int LengthMax = 20;
    private const int BitsPerCharacter = 6;

    /// <summary>These fit 64 bits, which are much cheaper to shift than 128.</summary>
    private const int LowerCharacters = 10;
    private const int LowerBits = LowerCharacters * BitsPerCharacter;
    private const string Alphabet = "\0-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The place of each ASCII character in <see cref="Alphabet"/>; 0 for what no id holds.</summary>
    private static readonly byte[] s_codes = Codes();

    private MemberId(UInt128 packed) => Packed = packed;

    /// <summary>The characters, the last one in the lowest bits.</summary>
    internal UInt128 Packed { get; }

    /// <summary>As the programme writes it.</summary>
    public string Value
    {
        get
        {
            Span<char> text = stackalloc char[LengthMax];
            int start = LengthMax;
            for (UInt128 rest = Packed; rest != 0; rest >>= BitsPerCharacter)
            {
                text[--start] = Alphabet[(int)(rest & ((1 << BitsPerCharacter) - 1))];
            }

            return new string(text[start..]);
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> utf8, out MemberId id)
    {
        id = default;
        if (utf8.Length is < LengthMin or > LengthMax)
        {
            return false;
        }

        int half = Math.Max(0, utf8.Length - LowerCharacters);
        if (!TryPack(utf8[..half], out ulong upper) || !TryPack(utf8[half..], out ulong lower))
        {
            return false;
        }

        id = new MemberId(new UInt128(upper >> (64 - LowerBits), (upper << LowerBits) | lower));
        return true;
    }

    public static bool TryParse(string? text, out MemberId id)
    {
        id = default;
        return text is not null && TryParse(System.Text.Encoding.UTF8.GetBytes(text), out id);
    }

    public override string ToString() => "(member id)";

    internal static MemberId FromPacked(UInt128 packed) => new(packed);

    private static bool TryPack(ReadOnlySpan<byte> characters, out ulong packed)
    {
        packed = 0;
        bool areAll = true;
        foreach (byte character in characters)
        {
            byte code = s_codes[character];
            areAll &= code != 0;
            packed = (packed << BitsPerCharacter) | code;
        }

        return areAll;
    }

    private static byte[] Codes()
    {
        byte[] codes = new byte[byte.MaxValue + 1];
        for (byte code = 1; code < Alphabet.Length; code++)
        {
            codes[Alphabet[code]] = code;
            codes[char.ToLowerInvariant(Alphabet[code])] = code;
        }

        return codes;
    }
}
