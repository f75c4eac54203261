using System.Text;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Spool;

/// <summary>Rows in a temporary file, which is gone when it is disposed: written first, read afterwards as often as needed.</summary>
internal sealed class SpoolFile<TRow> : IDisposable
    where TRow : ISpooledRow<TRow>
{
    private const int BufferBytes = 16 * 1024;
    private const int IdBits = 48;

    private readonly BufferedStream _file = new(TemporaryFile.Create(), BufferBytes);
    private readonly BinaryWriter _writer;

    public SpoolFile() => _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);

    public int Rows { get; private set; }

    public void Add(TRow row)
    {
        _writer.Write(row.Line);
        _writer.Write(row.Id.Value);
        _writer.Write((ulong)(row.Member.Packed >> 64));
        _writer.Write((ulong)row.Member.Packed);
        row.WriteTo(_writer);
        Rows++;
    }

    /// <summary>The rows in the order in which they were added; by one reader at a time.</summary>
    public IEnumerable<TRow> Read()
    {
        _writer.Flush();
        _file.Position = 0;
        using BinaryReader reader = new(_file, Encoding.UTF8, leaveOpen: true);
        for (int row = 0; row < Rows; row++)
        {
            long line = reader.ReadInt64();
            EntitlementId id = EntitlementId.FromValue(reader.ReadUInt64());
            yield return TRow.ReadFrom(line, id, MemberId.FromPacked(new UInt128(reader.ReadUInt64(), reader.ReadUInt64())), reader);
        }
    }

    /// <summary>Adds the rows to another file in the order of ids, those of one id in the order of members, those of one member in the order of the file.</summary>
    /// <param name="sorted">The other file.</param>
    /// <param name="atOnceMax">About so many rows are in memory at a time.</param>
    public void SortInto(SpoolFile<TRow> sorted, int atOnceMax)
    {
        foreach (IEnumerable<TRow> range in Rows <= atOnceMax ? [Read()] : Ranges((Rows / atOnceMax) + 1))
        {
            foreach (TRow row in range.OrderBy(row => row.Id).ThenBy(row => row.Member.Packed).ThenBy(row => row.Line))
            {
                sorted.Add(row);
            }
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    /// <summary>Divides the rows by their ids into ranges of about the same size, as ids are hashes; the lower ids first.</summary>
    private IEnumerable<IEnumerable<TRow>> Ranges(int count)
    {
        SpoolFile<TRow>[] ranges = [.. Enumerable.Range(0, count).Select(_ => new SpoolFile<TRow>())];
        try
        {
            foreach (TRow row in Read())
            {
                ranges[(int)((row.Id.Value * (ulong)count) >> IdBits)].Add(row);
            }

            foreach (SpoolFile<TRow> range in ranges)
            {
                yield return range.Read();
            }
        }
        finally
        {
            Array.ForEach(ranges, range => range.Dispose());
        }
    }
}
