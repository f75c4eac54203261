using System.Buffers.Binary;
using System.Text;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Spool;

/// <summary>
/// Rows in a temporary file, which is gone when it is disposed: written first, read afterwards as often as needed. A row is its line, its id, its member in two
/// halves and the length of the rest, eight bytes each, and then the rest: so that rows are sorted without understanding them.
/// </summary>
internal sealed class SpoolFile<TRow> : IDisposable
    where TRow : ISpooledRow<TRow>
{
    private const int BufferBytes = 64 * 1024;
    private const int HeadBytes = 5 * sizeof(long);

    private readonly BufferedStream _file = new(TemporaryFile.Create(), BufferBytes);
    private readonly MemoryStream _row = new();
    private readonly BinaryWriter _writer;

    public SpoolFile() => _writer = new BinaryWriter(_row, Encoding.UTF8);

    public int Rows { get; private set; }

    public void Add(TRow row)
    {
        _row.SetLength(0);
        _writer.Write(row.Line);
        _writer.Write(row.Id.Value);
        _writer.Write((ulong)(row.Member.Packed >> 64));
        _writer.Write((ulong)row.Member.Packed);
        _writer.Write(0L);
        row.WriteTo(_writer);
        Span<byte> bytes = _row.GetBuffer().AsSpan(0, (int)_row.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(HeadBytes - sizeof(long))..], bytes.Length - HeadBytes);
        Add(bytes);
    }

    /// <summary>The rows in the order in which they were added; by one reader at a time.</summary>
    public IEnumerable<TRow> Read()
    {
        _file.Flush();
        _file.Position = 0;
        using BinaryReader reader = new(_file, Encoding.UTF8, leaveOpen: true);
        for (int row = 0; row < Rows; row++)
        {
            long line = reader.ReadInt64();
            EntitlementId id = EntitlementId.FromValue(reader.ReadUInt64());
            MemberId member = MemberId.FromPacked(new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
            _ = reader.ReadInt64();
            yield return TRow.ReadFrom(line, id, member, reader);
        }
    }

    /// <summary>Adds the rows to another file in the order of ids, those of one id in the order of members, those of one member in the order of the file.</summary>
    /// <param name="sorted">The other file.</param>
    /// <param name="atOnceMax">About so many rows are in memory at a time.</param>
    public void SortInto(SpoolFile<TRow> sorted, int atOnceMax)
    {
        if (Rows <= atOnceMax)
        {
            SortInto(sorted);
            return;
        }

        SpoolFile<TRow>[] ranges = [.. Enumerable.Range(0, (Rows / atOnceMax) + 1).Select(_ => new SpoolFile<TRow>())];
        try
        {
            DivideInto(ranges);
            Array.ForEach(ranges, range => range.SortInto(sorted));
        }
        finally
        {
            Array.ForEach(ranges, range => range.Dispose());
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    private void Add(ReadOnlySpan<byte> row)
    {
        _file.Write(row);
        Rows++;
    }

    private void SortInto(SpoolFile<TRow> sorted)
    {
        _file.Flush();
        _file.Position = 0;
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        Place[] places = new Place[Rows];
        for (int row = 0, at = 0; row < Rows; row++)
        {
            places[row] = Place.Of(bytes, at);
            at += places[row].Length;
        }

        Array.Sort(places);
        foreach (Place place in places)
        {
            sorted.Add(bytes.AsSpan(place.At, place.Length));
        }
    }

    /// <summary>Divides the rows by their ids into ranges of about the same size, as ids are hashes; the lower ids first.</summary>
    private void DivideInto(SpoolFile<TRow>[] ranges)
    {
        foreach (TRow row in Read())
        {
            ranges[(int)((row.Id.Value * (ulong)ranges.Length) >> EntitlementIds.BitsMax)].Add(row);
        }
    }

    /// <summary>Where a row lies in memory, and where it belongs.</summary>
    private readonly record struct Place(ulong Id, UInt128 Member, long Line, int At, int Length) : IComparable<Place>
    {
        public static Place Of(byte[] bytes, int at)
        {
            ReadOnlySpan<byte> head = bytes.AsSpan(at, HeadBytes);
            UInt128 member = new(BinaryPrimitives.ReadUInt64LittleEndian(head[16..]), BinaryPrimitives.ReadUInt64LittleEndian(head[24..]));
            return new Place(
                BinaryPrimitives.ReadUInt64LittleEndian(head[8..]),
                member,
                BinaryPrimitives.ReadInt64LittleEndian(head),
                at,
                HeadBytes + (int)BinaryPrimitives.ReadInt64LittleEndian(head[32..]));
        }

        public int CompareTo(Place other) =>
            Id != other.Id ? Id.CompareTo(other.Id) : Member != other.Member ? Member.CompareTo(other.Member) : Line.CompareTo(other.Line);
    }
}
