using CsvHelper;

namespace Compensation.Common;

/// <summary>A column that a file must have, or may have.</summary>
public sealed record CsvColumn(string Name, bool Required = true);

/// <summary>Where the columns stand in the rows of one file. Its first line must name them exactly, in any order.</summary>
internal sealed class CsvHeader
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    private CsvHeader(int width) => Width = width;

    /// <summary>How many fields a row has.</summary>
    public int Width { get; }

    /// <summary>Negative where the file lacks the column.</summary>
    public int PositionOf(string column) => _positions.GetValueOrDefault(column, -1);

    /// <summary>Takes the reader's current record as the header.</summary>
    public static (CsvHeader? Header, RowError? Error) Of(CsvReader record, long line, IReadOnlyList<CsvColumn> columns)
    {
        CsvHeader header = new(record.FieldCount);
        for (int position = 0; position < header.Width; position++)
        {
            string name = record.GetString(position);
            if (columns.All(column => !string.Equals(column.Name, name, StringComparison.Ordinal)))
            {
                // Without a header, the first row is somebody's data: it is not repeated.
                return (null, new RowError(line, string.Empty, "the header names an unknown column", Names(columns)));
            }

            if (!header._positions.TryAdd(name, position))
            {
                return (null, new RowError(line, name, "the header names the column twice", Names(columns)));
            }
        }

        return columns.FirstOrDefault(column => column.Required && !header._positions.ContainsKey(column.Name)) is { } missing
            ? (null, new RowError(line, missing.Name, "the header lacks the column", Names(columns)))
            : (header, null);
    }

    public static RowError Missing(IReadOnlyList<CsvColumn> columns) => new(1, string.Empty, "the file is empty", $"a header line: {Names(columns)}");

    private static string Names(IReadOnlyList<CsvColumn> columns) => string.Join(", ", columns.Select(column => column.Required ? column.Name : $"{column.Name} (optional)"));
}
