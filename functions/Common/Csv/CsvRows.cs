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
    private CsvHeader? _header;
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
    public string this[string column] => _header!.PositionOf(column) is var position and >= 0 ? _reader.GetString(position) : string.Empty;

    /// <summary>Goes to the next row, sound or not.</summary>
    /// <returns>False at the end of the file, and after an <see cref="Error"/> that leaves the rest unreadable.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Error = null;
        if (_ended)
        {
            return false;
        }

        if (_header is null && await ReadHeaderAsync(cancellationToken) is { } error)
        {
            (Error, _ended) = (error, true);
            return true;
        }

        return await ReadRecordAsync(cancellationToken);
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<bool> ReadRecordAsync(CancellationToken cancellationToken)
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
            Error = CsvFaults.TooLong(Line, RowBytesMax);
            return true;
        }

        Line = _reader.LineNumber;
        Error = Fault();
        return true;
    }

    private RowError? Fault() =>
        CsvFaults.Of(_reader, Line, _malformed)
        ?? (_header is { } header && _reader.FieldCount != header.Width ? CsvFaults.FieldCount(Line, _reader.FieldCount, header.Width) : null);

    private async ValueTask<RowError?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (!await ReadRecordAsync(cancellationToken))
        {
            return CsvHeader.Missing(_columns);
        }

        if (Error is not null)
        {
            return Error;
        }

        (_header, RowError? error) = CsvHeader.Of(_reader, Line, _columns);
        return error;
    }
}
