using System.Text;

namespace Compensation.Common.Files;

/// <summary>Knows a file by its first bytes: in which encoding it is, or that it is no text at all.</summary>
internal static class FileKind
{
    /// <summary>How many of a file's first bytes are looked at.</summary>
    public const int HeadBytes = 4096;

    private const string AsCsv = "a CSV file; a spreadsheet program saves one as \"CSV UTF-8\"";

    /// <summary>The encoding that a byte order mark states; null where there is none.</summary>
    public static FileEncoding? Marked(ReadOnlySpan<byte> head) =>
        head.StartsWith(Encoding.UTF8.Preamble) ? FileEncoding.Utf8Marked
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? FileEncoding.Utf16LittleEndian
        : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? FileEncoding.Utf16BigEndian
        : null;

    /// <summary>What the file is instead of a CSV file; null where it may be one.</summary>
    public static RowError? Foreign(ReadOnlySpan<byte> head)
    {
        (string What, string Expected)? found =
            head.StartsWith("PK\x03\x04"u8) ? (IsWorkbook(head) ? "an Excel workbook (.xlsx)" : "a ZIP archive", AsCsv)
            : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? ("an Excel workbook of the old kind (.xls)", AsCsv)
            : head.StartsWith("%PDF"u8) ? ("a PDF document", AsCsv)
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ("compressed (gzip)", "the file itself")
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? ("text in UTF-32", "a file in UTF-8")
            : IsUnmarkedUtf16(head) ? ("text in UTF-16 without a byte order mark", "UTF-16 with one, or UTF-8")
            : IsForm(head) ? ("a form (multipart/form-data) around the file", "the file itself as the body, such as curl --data-binary sends it")
            : null;
        return found is { } foreign ? new RowError(1, string.Empty, $"the file is {foreign.What}", foreign.Expected) : null;
    }

    private static bool IsWorkbook(ReadOnlySpan<byte> head) => head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0 || head.IndexOf("_rels/.rels"u8) >= 0;

    /// <summary>A header in ASCII has a zero in every second byte.</summary>
    private static bool IsUnmarkedUtf16(ReadOnlySpan<byte> head) => head.Length >= 4 && ((head[0] == 0 && head[2] == 0) || (head[1] == 0 && head[3] == 0));

    private static bool IsForm(ReadOnlySpan<byte> head) => head.StartsWith("--"u8) && head.IndexOf("Content-Disposition: form-data"u8) >= 0;
}
