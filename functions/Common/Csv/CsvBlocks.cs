using Compensation.Common.Files;
using CsvHelper;

namespace Compensation.Common;

/// <summary>
/// A CSV file of millions of rows in blocks of whole lines, which several <see cref="CsvBlockReader"/>s may share, each on a thread of its own. Its text is UTF-8
/// by now. A line break ends a row whatever quotation marks are open: so the file can be divided at its lines before anybody understands them.
/// </summary>
/// <example><code>
/// await using ReceivedFile file = …;
/// using CsvBlocks blocks = new(file, Columns);
/// using CsvBlockReader rows = new(blocks);
/// </code></example>
public sealed class CsvBlocks : IDisposable
{
    /// <summary>Fits the cache that each core has for itself, beside what is made of the rows.</summary>
    public const int BlockBytes = 64 * 1024;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Stream _text;
    private readonly FileEncoding _encoding;
    private readonly RowError? _fault;
    private readonly IReadOnlyList<CsvColumn> _columns;
    private readonly int _blockBytes;

    /// <summary>The beginning of the line in the middle of which the last block ended.</summary>
    private readonly byte[] _rest;
    private int _restBytes;
    private long _nextLine = 1;
    private bool _ended;
    private bool _hasRows;

    /// <param name="file">Stays open.</param>
    /// <param name="columns">The columns that the file may and must have.</param>
    public CsvBlocks(ReceivedFile file, IReadOnlyList<CsvColumn> columns)
        : this(file.OpenText(), columns, BlockBytes, file.Encoding) => _fault = file.Fault;

    /// <param name="utf8">Is read asynchronously only, by one at a time, and left open.</param>
    /// <param name="columns">The columns that the file may and must have.</param>
    /// <param name="blockBytes">How much is read at once. A row that does not fit is refused.</param>
    /// <param name="encoding">In which the file came; UTF-8 unless said.</param>
    public CsvBlocks(Stream utf8, IReadOnlyList<CsvColumn> columns, int blockBytes = BlockBytes, FileEncoding? encoding = null)
    {
        (_text, _columns, _blockBytes, _encoding) = (utf8, columns, blockBytes, encoding ?? FileEncoding.Utf8);
        _rest = new byte[blockBytes];
    }

    /// <summary>Known from the first block on.</summary>
    internal CsvHeader? Header { get; private set; }

    public void Dispose() => _gate.Dispose();

    internal CsvBlock NewBlock() => new(new byte[_blockBytes + 1], _encoding);

    /// <summary>Fills a block with the next lines of the file.</summary>
    /// <returns>False at the end of the file, and after a block with an error.</returns>
    internal async ValueTask<bool> FillAsync(CsvBlock block, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_ended)
            {
                return false;
            }

            await TakeAsync(block, cancellationToken);
            _ended |= block.Error is not null;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask TakeAsync(CsvBlock block, CancellationToken cancellationToken)
    {
        if (_fault is not null)
        {
            block.Fail(_fault);
            return;
        }

        await TakeLinesAsync(block, cancellationToken);
        if (Header is null && block.Error is null)
        {
            TakeHeader(block);
        }

        _hasRows |= block.HasText || block.Error is not null;
        if (_ended && !_hasRows)
        {
            block.Fail(CsvFaults.NoRows(block.FirstLine));
        }
    }

    private async ValueTask TakeLinesAsync(CsvBlock block, CancellationToken cancellationToken)
    {
        Memory<byte> room = block.Room;
        _rest.AsMemory(0, _restBytes).CopyTo(room);
        int filled = _restBytes + await _text.ReadAtLeastAsync(room[_restBytes..], room.Length - _restBytes, throwOnEndOfStream: false, cancellationToken);
        _ended = filled < room.Length;
        int whole = _ended ? filled : room.Span.LastIndexOf((byte)'\n') + 1;
        if (whole == 0 && !_ended)
        {
            block.Fail(CsvFaults.TooLong(_nextLine, _blockBytes));
            return;
        }

        block.Take(whole, _nextLine);
        _nextLine += LineBreaks(room.Span[..whole]);
        _restBytes = filled - whole;
        room[whole..filled].CopyTo(_rest);
    }

    /// <summary>Each LF, CR LF, and CR by itself, as the rows are told apart too.</summary>
    private static int LineBreaks(ReadOnlySpan<byte> lines)
    {
        int returns = lines.Count((byte)'\r');
        return lines.Count((byte)'\n') + (returns == 0 ? 0 : returns - lines.Count("\r\n"u8));
    }

    private void TakeHeader(CsvBlock block)
    {
        block.SkipPreamble("\uFEFF"u8);
        bool malformed = false;
        using CsvReader reader = block.Open(() => malformed = true);
        do
        {
            if (!reader.Read())
            {
                block.Fail(CsvHeader.Missing(_columns));
                return;
            }
        }
        while (reader.RawRecord.IsEmpty);

        long line = block.LineOf(reader);
        (Header, RowError? error) = CsvFaults.Of(reader, line, malformed, _encoding) is { } fault ? (null, fault) : CsvHeader.Of(reader, line, _columns);
        if (error is null)
        {
            block.SkipRead(reader);
        }
        else
        {
            block.Fail(error);
        }
    }
}
