using System.Text;

namespace Compensation.Common.Files;

/// <summary>An encoding in which files are taken.</summary>
/// <param name="Name">As answers say it.</param>
/// <param name="Decoder">Replaces what is wrong by U+FFFD; null where the bytes are UTF-8 already.</param>
/// <param name="Mark">The length of its byte order mark.</param>
public sealed record FileEncoding(string Name, Encoding? Decoder, int Mark = 0)
{
    public static readonly FileEncoding Utf8 = new("UTF-8", null);

    public static readonly FileEncoding Utf8Marked = new("UTF-8", null, 3);

    /// <summary>Japanese Windows: Shift_JIS as Microsoft extends it.</summary>
    public static readonly FileEncoding ShiftJis = new(
        "Shift_JIS (CP932)",
        CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")));

    public static readonly FileEncoding Utf16LittleEndian = new("UTF-16", new UnicodeEncoding(bigEndian: false, byteOrderMark: true), 2);

    public static readonly FileEncoding Utf16BigEndian = new("UTF-16", new UnicodeEncoding(bigEndian: true, byteOrderMark: true), 2);

    /// <summary>UTF-8 and no other: there is nothing to convert.</summary>
    public bool IsUtf8 => Decoder is null;
}
