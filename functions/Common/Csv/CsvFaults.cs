using System.Text.Unicode;
using CsvHelper;

namespace Compensation.Common;

/// <summary>What can be wrong with a row as a row, whatever its fields mean.</summary>
internal static class CsvFaults
{
    /// <summary>What is wrong with the bytes of the reader's current record; null where nothing is.</summary>
    public static RowError? Of(CsvReader record, long line, bool malformed)
    {
        if (malformed)
        {
            return new RowError(line, string.Empty, "a quotation mark is out of place", "a whole field in quotation marks, closed on the same line, those inside it doubled");
        }

        return Utf8.IsValid(record.RawRecord) ? null : new RowError(line, string.Empty, "the bytes are not UTF-8", "a file saved as UTF-8 (for example, not Shift_JIS)");
    }

    public static RowError FieldCount(long line, int found, int width) => new(line, string.Empty, $"the row has {found} fields", $"{width} fields, as in the header");

    public static RowError TooLong(long line, int bytesMax) => new(line, string.Empty, "the row is too long; nothing after it was read", $"at most {bytesMax} bytes");
}
