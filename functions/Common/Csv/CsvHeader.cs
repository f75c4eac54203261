using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Compensation.Common;

/// <summary>A column that a file must have, or may have.</summary>
public sealed record CsvColumn(string Name, bool Required = true);

/// <summary>Where the columns stand in the rows of one file. Its first line must name them exactly, in any order.</summary>
internal sealed partial class CsvHeader
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    private CsvHeader(int width) => Width = width;

    /// <summary>Whether texts are marked by an apostrophe, as in the files that the app itself writes.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>How many fields a row has.</summary>
    public int Width { get; }

    /// <summary>Negative where the file lacks the column.</summary>
    public int PositionOf(string column) => _positions.GetValueOrDefault(column, -1);

    /// <summary>Takes the reader's current record as the header.</summary>
    public static (CsvHeader? Header, RowError? Error) Of(CsvReader record, long line, IReadOnlyList<CsvColumn> columns)
    {
        CsvHeader header = new(record.FieldCount);
        string[] names = [.. Enumerable.Range(0, header.Width).Select(position => Folding.Plain(record.GetString(position)))];
        for (int position = 0; position < names.Length; position++)
        {
            if (names[position] == CsvMarks.Column)
            {
                header.IsMarked = true;
            }
            else if (columns.All(column => !string.Equals(column.Name, names[position], StringComparison.Ordinal)))
            {
                return (null, new RowError(line, string.Empty, Unknown(names, position, Folding.Trimmed(record.GetString(position)), columns), Names(columns)));
            }

            if (!header._positions.TryAdd(names[position], position))
            {
                return (null, new RowError(line, names[position], "the header names the column twice", Names(columns)));
            }
        }

        return columns.FirstOrDefault(column => column.Required && !header._positions.ContainsKey(column.Name)) is { } missing
            ? (null, new RowError(line, missing.Name, "the header lacks the column", Names(columns)))
            : (header, null);
    }

    public static RowError Missing(IReadOnlyList<CsvColumn> columns) => new(1, string.Empty, "the file is empty", $"a header line: {Names(columns)}");

    /// <summary>Which column it is. Without a header, the first row is somebody's data: a word is repeated only beside columns that are known.</summary>
    /// <param name="written">The column's name without folding, in which a word of Japanese stays one.</param>
    private static string Unknown(string[] names, int position, string written, IReadOnlyList<CsvColumn> columns)
    {
        if (names.Length == 1 && Separators().Match(names[position]) is { Success: true, Value: var separator })
        {
            return $"the header's fields are separated by {(separator == ";" ? "semicolons" : "tabs or blanks")} instead of commas";
        }

        bool isHeader = names.Any(other => columns.Any(column => string.Equals(column.Name, other, StringComparison.OrdinalIgnoreCase)));
        bool isNamed = isHeader && Word().IsMatch(written);
        string which = names[position].Length == 0 ? " without a name" : isNamed ? $" '{written}'" : string.Empty;
        string remark = isNamed ? string.Empty : Folding.Remark(names[position]);
        return string.Create(CultureInfo.InvariantCulture, $"the header names an unknown column{which}, the {position + 1}. of {names.Length}{remark}");
    }

    private static string Names(IReadOnlyList<CsvColumn> columns) => string.Join(", ", columns.Select(column => column.Required ? column.Name : $"{column.Name} (optional)"));

    [GeneratedRegex(@"(?<=[a-z_])[; ](?=[a-z_])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{M}_ /()（）・-]{0,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
