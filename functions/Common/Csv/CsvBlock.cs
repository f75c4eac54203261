using Compensation.Common.Files;
using CsvHelper;

namespace Compensation.Common;

/// <summary>
/// Some whole lines of a CSV file. The line break before the first of them stands in front, as a row without fields: nothing at the beginning of a block
/// can then be taken for the beginning of a file.
/// </summary>
/// <param name="buffer">Holds a line break and the lines.</param>
/// <param name="encoding">In which the file came; the lines are in UTF-8.</param>
internal sealed class CsvBlock(byte[] buffer, FileEncoding encoding)
{
    private static readonly CsvReaderOptions s_options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        AllowLineBreaksInQuotes = false,
        IncludeValuesInExceptions = false,
    };

    private int _start;
    private int _end;
    private long _firstLine;

    /// <summary>Room for a line break and the lines.</summary>
    public Memory<byte> Room => buffer.AsMemory(1);

    /// <summary>Says what is wrong with the file where it can be read no further; there are no lines then.</summary>
    public RowError? Error { get; private set; }

    /// <summary>Whether rows need a look at their quotation marks and bytes. Hardly any block does. Known from <see cref="Open"/> on.</summary>
    public bool NeedsCare { get; private set; }

    public FileEncoding Encoding => encoding;

    /// <summary>Whether there is anything but line breaks.</summary>
    public bool HasText => Lines.ContainsAnyExcept((byte)'\n', (byte)'\r');

    /// <summary>The number of the first line.</summary>
    public long FirstLine => _firstLine;

    private Span<byte> Lines => buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes the first bytes of the room as lines, the first of which has the given number in the file.</summary>
    public void Take(int bytes, long firstLine)
    {
        buffer[0] = (byte)'\n';
        (_start, _end, _firstLine, Error) = (0, bytes + 1, firstLine, null);
    }

    public void Fail(RowError error)
    {
        Take(0, error.Line);
        Error = error;
    }

    /// <summary>Leaves a byte order mark out.</summary>
    public void SkipPreamble(ReadOnlySpan<byte> preamble)
    {
        if (Lines[1..].StartsWith(preamble))
        {
            _start += preamble.Length;
            buffer[_start] = (byte)'\n';
        }
    }

    /// <summary>Leaves out what the reader has read; the line break after it stays.</summary>
    public void SkipRead(CsvReader reader)
    {
        _firstLine = LineOf(reader) + 1;
        _start += (int)reader.ByteOffset + reader.RawRecord.Length;
    }

    /// <summary>A reader of the lines. Each of them is a record, an empty one too, so that counting records is counting lines.</summary>
    public CsvReader Open(Action malformed)
    {
        NeedsCare = Lines.Contains((byte)'"') || !CsvFaults.AreWhole(Lines, encoding);
        return CsvReader.Create(buffer.AsMemory(_start, _end - _start), NeedsCare ? s_options with { OnMalformedRecord = _ => malformed() } : s_options);
    }

    /// <summary>The line in the file of the reader's current record.</summary>
    public long LineOf(CsvReader reader) => _firstLine + reader.RowNumber - 2;
}
