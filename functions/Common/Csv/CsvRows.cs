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
        : this(file, columns, new CsvReaderOptions { TrimWhitespace = true })
    {
    }

    private CsvRows(Stream file, IReadOnlyList<CsvColumn> columns, CsvReaderOptions blanks)
    {
        _columns = columns;
        CsvReaderOptions options = blanks with
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = RowBytesMax,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = _ => _malformed = true,
        };
        _reader = CsvReader.Create(file, options, leaveOpen: true);
    }

    /// <summary>For files of millions of rows that no person has typed: fields are taken with their blanks, which is read three times as fast.</summary>
    public static CsvRows Untrimmed(Stream file, IReadOnlyList<CsvColumn> columns) => new(file, columns, new CsvReaderOptions());

    /// <summary>The line in the file of the current row; the header is line 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the current row as a row of the file; its fields cannot be read then. Null for a sound row.</summary>
    public RowError? Error { get; private set; }

    /// <summary>The current row's field, trimmed; empty where the field is empty or its optional column is absent.</summary>
    public string this[string column] => _positions.TryGetValue(column, out int position) ? _reader.GetString(position) : string.Empty;

    /// <summary>Where a column stands in the rows of this file, for <see cref="Field"/>; negative where it is absent. Known from the first row on.</summary>
    public int PositionOf(string column) => _positions.GetValueOrDefault(column, -1);

    /// <summary>The bytes of the current row's field; valid until the next row, empty where the position is negative.</summary>
    public ReadOnlySpan<byte> Field(int position) => position < 0 ? default : _reader.GetSpan(position);

    /// <summary>Goes to the next row, sound or not. Completes at once while rows that have been read from the file remain.</summary>
    /// <returns>False at the end of the file, and after an <see cref="Error"/> that leaves the rest unreadable.</returns>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Error = null;
        if (_ended || _width == 0)
        {
            return ReadFirstAsync(cancellationToken);
        }

        _malformed = false;
        try
        {
            ValueTask<bool> next = _reader.ReadAsync(cancellationToken);
            return next.IsCompletedSuccessfully ? ValueTask.FromResult(Take(next.Result)) : TakeAsync(next);
        }
        catch (CsvFormatException tooLong)
        {
            return ValueTask.FromResult(Stop(tooLong));
        }
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<bool> ReadFirstAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        if (await ReadHeaderAsync(cancellationToken) is { } error)
        {
            (Error, _ended) = (error, true);
            return true;
        }

        return await ReadAsync(cancellationToken);
    }

    private async ValueTask<bool> TakeAsync(ValueTask<bool> next)
    {
        try
        {
            return Take(await next);
        }
        catch (CsvFormatException tooLong)
        {
            return Stop(tooLong);
        }
    }

    private bool Take(bool read)
    {
        if (!read)
        {
            _ended = true;
            return false;
        }

        Line = _reader.LineNumber;
        Error = Unreadable();
        if (_width > 0 && Error is null && _reader.FieldCount != _width)
        {
            Error = new RowError(Line, string.Empty, $"the row has {_reader.FieldCount} fields", $"{_width} fields, as in the header");
        }

        return true;
    }

    private bool Stop(CsvFormatException tooLong)
    {
        _ended = true;
        Line = tooLong.LineNumber;
        Error = new RowError(Line, string.Empty, "the row is too long; nothing after it was read", $"at most {RowBytesMax} bytes");
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
        if (!await TakeAsync(_reader.ReadAsync(cancellationToken)))
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
