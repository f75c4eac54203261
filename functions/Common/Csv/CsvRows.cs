using Compensation.Common.Files;

namespace Compensation.Common;

/// <summary>
/// Reads a CSV file row by row, its fields as texts, in bounded memory: CRLF or LF, fields quoted as in RFC 4180 but within one line. The header must name the
/// columns exactly, in any order. Rows without anything in them are skipped; a file without rows is an <see cref="Error"/>.
/// </summary>
/// <example><code>
/// using CsvRows rows = new(file, Columns);
/// while (await rows.ReadAsync(cancellationToken))
/// {
///     if (rows.Error is { } error) { errors.Add(error); continue; }
///     string product = rows["product"];
/// }
/// </code></example>
public sealed class CsvRows : IDisposable
{
    private readonly CsvBlocks _file;
    private readonly CsvBlockReader _reader;
    private bool _isInBlock;
    private bool _hasRows;

    /// <param name="file">Stays open.</param>
    /// <param name="columns">The columns that the file may and must have.</param>
    public CsvRows(ReceivedFile file, IReadOnlyList<CsvColumn> columns)
        : this(new CsvBlocks(file, columns))
    {
    }

    /// <param name="utf8">Is read asynchronously only, and left open.</param>
    /// <param name="columns">The columns that the file may and must have.</param>
    public CsvRows(Stream utf8, IReadOnlyList<CsvColumn> columns)
        : this(new CsvBlocks(utf8, columns))
    {
    }

    private CsvRows(CsvBlocks file) => (_file, _reader) = (file, new CsvBlockReader(file));

    /// <summary>The line in the file of the current row; the header is line 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the current row as a row of the file; its fields cannot be read then. Null for a sound row.</summary>
    public RowError? Error { get; private set; }

    /// <summary>Whether the header names this column. Known with the first row.</summary>
    public bool Has(string column) => _reader.PositionOf(column) >= 0;

    /// <summary>
    /// The current row's field, without what cannot be seen and without blanks around it (<see cref="Folding.Trimmed"/>); empty where the field is empty or its
    /// optional column is absent.
    /// </summary>
    public string this[string column] => _reader.Text(_reader.PositionOf(column));

    /// <summary>The current row's field as a machine would have written it (<see cref="Folding.Plain"/>).</summary>
    public string Plain(string column) => Folding.Plain(this[column]);

    /// <summary>Goes to the next row, sound or not.</summary>
    /// <returns>False at the end of the file, and after an <see cref="Error"/> that leaves the rest unreadable.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            while (_isInBlock && _reader.Read())
            {
                if (!_reader.IsBlank)
                {
                    return At(_reader.Line, _reader.Error);
                }
            }
        }
        while (_isInBlock = await _reader.NextBlockAsync(cancellationToken));

        return !_hasRows && At(1, CsvFaults.NoRows(1));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    private bool At(long line, RowError? error)
    {
        (Line, Error, _hasRows) = (line, error, true);
        return true;
    }
}
