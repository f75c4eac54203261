using System.Text.Unicode;
using Compensation.Common.Files;
using CsvHelper;

namespace Compensation.Common;

/// <summary>What can be wrong with a row as a row, whatever its fields mean.</summary>
internal static class CsvFaults
{
    /// <summary>Whether every byte is what the file's encoding has for a character.</summary>
    /// <param name="text">In UTF-8; a lost character stands for what could not be converted.</param>
    /// <param name="encoding">In which the file came.</param>
    public static bool AreWhole(ReadOnlySpan<byte> text, FileEncoding encoding) => encoding.IsUtf8 ? Utf8.IsValid(text) : text.IndexOf("\uFFFD"u8) < 0;

    /// <summary>What is wrong with the bytes of the reader's current record; null where nothing is.</summary>
    public static RowError? Of(CsvReader record, long line, bool malformed, FileEncoding encoding)
    {
        if (malformed)
        {
            return new RowError(line, string.Empty, "a quotation mark is out of place", "a whole field in quotation marks, closed on the same line, those inside it doubled");
        }

        return AreWhole(record.RawRecord, encoding)
            ? null
            : new RowError(line, string.Empty, $"the bytes are not {encoding.Name}", "a file saved in one encoding throughout: UTF-8, UTF-16 with a byte order mark, or Shift_JIS (CP932)");
    }

    public static RowError FieldCount(long line, int found, int width) => new(line, string.Empty, $"the row has {found} fields", $"{width} fields, as in the header");

    public static RowError NoRows(long line) => new(line, string.Empty, "the file has no rows", "at least one row below the header");

    public static RowError TooLong(long line, int bytesMax) => new(line, string.Empty, "the row is too long; nothing after it was read", $"at most {bytesMax} bytes");
}
