using System.Globalization;
using Azure.Data.Tables;

namespace Compensation.Local.Durable.Storage;

/// <summary>Text of any length in the string properties of a table row, each of which holds at most 32 Ki characters.</summary>
internal static class LongText
{
    private const int PartLength = 30_000;

    /// <summary>Writes the parts and their number, so that a longer value that was there before leaves nothing behind.</summary>
    public static void Write(TableEntity row, string name, string? text)
    {
        int parts = 0;
        for (int start = 0; start < (text?.Length ?? 0); parts++)
        {
            int length = Math.Min(PartLength, text!.Length - start);
            // A surrogate pair that were cut in two would not survive the way through UTF-8.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            row[Name(name, parts)] = text.Substring(start, length);
            start += length;
        }

        row[name + "Parts"] = text is null ? -1 : parts;
    }

    public static string? Read(TableEntity row, string name)
    {
        int parts = row.GetInt32(name + "Parts") ?? -1;
        return parts < 0 ? null : string.Concat(Enumerable.Range(0, parts).Select(part => row.GetString(Name(name, part))));
    }

    private static string Name(string name, int part) => part == 0 ? name : name + part.ToString(CultureInfo.InvariantCulture);
}
