using System.Text.Unicode;
using CsvHelper;

namespace Compensation.Common;

/// <summary>
/// Reads a CSV file from outside row by row, in bounded memory: UTF-8 with or without BOM, CRLF or LF, fields quoted as in RFC 4180
/// but within one line. The header must name the columns exactly, in any order. Blank lines are skipped, fields are trimmed.
/// </summary>
/// <example><code>
/// using CsvRows rows = new(body, Columns);
/// while (await rows.ReadAsync(cancellationToken))
/// {
///     if (rows.Error is { } error) { errors.Add(error); continue; }
///     string product = rows["product"];
/// }
/// </code></example>
public sealed class CsvRows : IDisposable
{
    /// <summary>No row of ours is longer; a hostile one must not fill the memory.</summary>
    private const int RowBytesMax = 64 * 1024;

    private readonly IReadOnlyList<CsvColumn> _columns;
    private readonly CsvReader _reader;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private int _width;
    private bool _malformed;
    private bool _ended;

    /// <param name="file">Is read asynchronously only, and left open.</param>
    /// <param name="columns">The columns that the file may and must have.</param>
    public CsvRows(Stream file, IReadOnlyList<CsvColumn> columns)
    {
        _columns = columns;
        CsvReaderOptions options = new()
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = RowBytesMax,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = _ => _malformed = true,
        };
        _reader = CsvReader.Create(file, options, leaveOpen: true);
    }

    /// <summary>The line in the file of the current row; the header is line 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the current row as a row of the file; its fields cannot be read then. Null for a sound row.</summary>
    public RowError? Error { get; private set; }

    /// <summary>The current row's field, trimmed; empty where the field is empty or its optional column is absent.</summary>
    public string this[string column] => _positions.TryGetValue(column, out int position) ? _reader.GetString(position) : string.Empty;

    /// <summary>Goes to the next row, sound or not.</summary>
    /// <returns>False at the end of the file, and after an <see cref="Error"/> that leaves the rest unreadable.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Error = null;
        if (_ended)
        {
            return false;
        }

        if (_width == 0 && await ReadHeaderAsync(cancellationToken) is { } error)
        {
            (Error, _ended) = (error, true);
            return true;
        }

        bool read = await NextAsync(cancellationToken);
        if (read && Error is null && _reader.FieldCount != _width)
        {
            Error = new RowError(Line, string.Empty, $"the row has {_reader.FieldCount} fields", $"{_width} fields, as in the header");
        }

        return read;
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        _malformed = false;
        try
        {
            if (!await _reader.ReadAsync(cancellationToken))
            {
                _ended = true;
                return false;
            }
        }
        catch (CsvFormatException tooLong)
        {
            _ended = true;
            Line = tooLong.LineNumber;
            Error = new RowError(Line, string.Empty, "the row is too long; nothing after it was read", $"at most {RowBytesMax} bytes");
            return true;
        }

        Line = _reader.LineNumber;
        Error = Unreadable();
        return true;
    }

    private RowError? Unreadable()
    {
        if (_malformed)
        {
            return new RowError(Line, string.Empty, "a quotation mark is out of place", "a whole field in quotation marks, closed on the same line, those inside it doubled");
        }

        return Utf8.IsValid(_reader.RawRecord) ? null : new RowError(Line, string.Empty, "the bytes are not UTF-8", "a file saved as UTF-8 (for example, not Shift_JIS)");
    }

    private async ValueTask<RowError?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (!await NextAsync(cancellationToken))
        {
            return new RowError(1, string.Empty, "the file is empty", $"a header line: {Names()}");
        }

        if (Error is not null)
        {
            return Error;
        }

        _width = _reader.FieldCount;
        for (int index = 0; index < _width; index++)
        {
            string name = _reader.GetString(index);
            if (_columns.All(column => !string.Equals(column.Name, name, StringComparison.Ordinal)))
            {
                // Without a header, the first row is somebody's data: it is not repeated.
                return new RowError(Line, string.Empty, "the header names an unknown column", Names());
            }

            if (!_positions.TryAdd(name, index))
            {
                return new RowError(Line, name, "the header names the column twice", Names());
            }
        }

        return _columns.FirstOrDefault(column => column.Required && !_positions.ContainsKey(column.Name)) is { } missing
            ? new RowError(Line, missing.Name, "the header lacks the column", Names())
            : null;
    }

    private string Names() => string.Join(", ", _columns.Select(column => column.Required ? column.Name : $"{column.Name} (optional)"));
}

/// <summary>A column that a file must have, or may have.</summary>
public sealed record CsvColumn(string Name, bool Required = true);
