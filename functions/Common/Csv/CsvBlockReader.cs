using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;

namespace Compensation.Common;

/// <summary>
/// Reads rows of a large CSV file block by block, its fields as bytes and untrimmed. Several may share one file; each row then goes to one of them.
/// Blank lines are skipped; fields may be quoted as in RFC 4180 but within one line.
/// </summary>
/// <example><code>
/// while (await rows.NextBlockAsync(cancellationToken))
/// {
///     while (rows.Read())
///     {
///         if (rows.Error is { } error) { errors.Add(error); continue; }
///         ReadOnlySpan&lt;byte&gt; product = rows.Field(rows.PositionOf("product"));
///     }
/// }
/// </code></example>
public sealed class CsvBlockReader(CsvBlocks file) : IDisposable
{
    /// <summary>Printable ASCII but for commas and quotation marks.</summary>
    private static readonly SearchValues<byte> s_visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Where(code => code is not (',' or '"')).Select(code => (byte)code)]);

    private readonly CsvBlock _block = file.NewBlock();
    private CsvReader? _reader;
    private int _width;
    private bool _needsCare;
    private bool _isMarked;
    private bool _malformed;

    /// <summary>The line in the file of the current row; the header is line 1.</summary>
    public long Line => Error?.Line ?? _block.LineOf(_reader!);

    /// <summary>What is wrong with the current row as a row of the file; its fields cannot be read then. Null for a sound row.</summary>
    public RowError? Error { get; private set; }

    /// <summary>Where a column stands in the rows of this file, for <see cref="Field"/>; negative where it is absent. Known from the first row on.</summary>
    public int PositionOf(string column) => file.Header!.PositionOf(column);

    /// <summary>The bytes of the current row's field; valid until the next row, empty where the position is negative.</summary>
    public ReadOnlySpan<byte> Field(int position)
    {
        ReadOnlySpan<byte> field = position < 0 ? default : _reader!.GetSpan(position);
        return _isMarked && field.Length > 0 && field[0] == (byte)CsvMarks.Mark ? field[1..] : field;
    }

    /// <summary>The current row's field as a text, without what cannot be seen and without blanks around it; empty where the position is negative.</summary>
    public string Text(int position) => Folding.Trimmed(Encoding.UTF8.GetString(Field(position)));

    /// <summary>The bytes of <see cref="Folding.Plain"/> of the current row's field; valid until the next row or field. Costs hardly anything where there is nothing to fold.</summary>
    public ReadOnlySpan<byte> Folded(int position)
    {
        ReadOnlySpan<byte> field = Field(position);
        return field.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? Encoding.UTF8.GetBytes(Folding.Plain(Encoding.UTF8.GetString(field))) : field;
    }

    /// <summary>Whether the current row holds nothing but commas, quotation marks, blanks of every kind and what cannot be seen: spreadsheet programs leave such rows behind.</summary>
    public bool IsBlank => _reader is not null && IsBlankText(_reader.RawRecord);

    /// <summary>Whether the row's bytes are its fields' bytes: there is no quotation mark near it.</summary>
    public bool IsPlain => !_needsCare;

    /// <summary>Several fields of a plain row that stand side by side, with the commas between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> PlainFields(int first, int last)
    {
        // Both lie in the one row, so that everything between them does.
        ReadOnlySpan<byte> start = _reader!.GetSpan(first);
        ReadOnlySpan<byte> end = _reader.GetSpan(last);
        nint bytes = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(start), ref MemoryMarshal.GetReference(end)) + end.Length;
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(start), checked((int)bytes));
    }

    /// <summary>Takes the next lines that no other reader has taken.</summary>
    /// <returns>False at the end of the file.</returns>
    public async ValueTask<bool> NextBlockAsync(CancellationToken cancellationToken)
    {
        _reader?.Dispose();
        (_reader, Error) = (null, null);
        if (!await file.FillAsync(_block, cancellationToken))
        {
            return false;
        }

        if (_block.Error is null)
        {
            _reader = _block.Open(() => _malformed = true);
            _width = file.Header!.Width;

            // In a file of one column an empty line has as many fields as a row.
            _isMarked = file.Header.IsMarked;
            _needsCare = _block.NeedsCare || _width == 1 || _isMarked;
        }

        return true;
    }

    /// <summary>Goes to the next row of the block, sound or not.</summary>
    public bool Read()
    {
        if (_reader is null)
        {
            // Of a block that cannot be read there is this to say, once.
            bool isNew = Error is null;
            Error = _block.Error;
            return isNew;
        }

        Error = null;
        _malformed = false;
        while (_reader.Read())
        {
            if (_reader.FieldCount == _width && !_needsCare)
            {
                return true;
            }

            if (!_reader.RawRecord.IsEmpty)
            {
                Error = FaultOfRow();
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _reader?.Dispose();

    private static bool IsBlankText(ReadOnlySpan<byte> record) =>
        !record.ContainsAny(s_visible) && Folding.Trimmed(Encoding.UTF8.GetString(record).Replace(',', ' ').Replace('"', ' ')).Length == 0;

    private RowError? FaultOfRow()
    {
        long line = _block.LineOf(_reader!);
        return CsvFaults.Of(_reader!, line, _malformed, _block.Encoding) ?? (_reader!.FieldCount == _width ? null : CsvFaults.FieldCount(line, _reader.FieldCount, _width));
    }
}
