using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>Puts the properties given in the place of those kept, and leaves the others as they are. Its buffers serve one row after another.</summary>
internal sealed class EntityMerge
{
    private readonly List<Segment> _given = [];
    private readonly ArrayBufferWriter<byte> _merged = new(1024);

    /// <param name="kept">A body as it is stored.</param>
    /// <param name="given">Another.</param>
    public byte[] Merge(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> given)
    {
        _given.Clear();
        _merged.ResetWrittenCount();
        Segments all = new(given);
        while (all.Next(out Segment one))
        {
            _given.Add(one);
        }

        Segments old = new(kept);
        while (old.Next(out Segment one))
        {
            if (TryTake(given, kept.Slice(one.NameStart, one.NameLength), out Segment replacement))
            {
                Append(given, replacement);
            }
            else
            {
                Append(kept, one);
            }
        }

        foreach (Segment added in _given)
        {
            Append(given, added);
        }

        _merged.Write(_merged.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return _merged.WrittenSpan.ToArray();
    }

    private void Append(ReadOnlySpan<byte> body, Segment segment)
    {
        _merged.Write(_merged.WrittenCount == 0 ? "{"u8 : ","u8);
        _merged.Write(body[segment.Start..segment.End]);
    }

    private bool TryTake(ReadOnlySpan<byte> given, ReadOnlySpan<byte> name, out Segment taken)
    {
        Span<Segment> segments = CollectionsMarshal.AsSpan(_given);
        for (int i = 0; i < segments.Length; i++)
        {
            taken = segments[i];
            if (given.Slice(taken.NameStart, taken.NameLength).SequenceEqual(name))
            {
                _given.RemoveAt(i);
                return true;
            }
        }

        taken = default;
        return false;
    }

    /// <summary>A property with the annotation before it, from its quote to the end of its value.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Segment(int Start, int End, int NameStart, int NameLength);

    /// <summary>The properties of a body, one after another.</summary>
    private ref struct Segments
    {
        private Utf8JsonReader _reader;

        public Segments(ReadOnlySpan<byte> body)
        {
            _reader = new Utf8JsonReader(body);
            _reader.Read();
        }

        public bool Next(out Segment segment)
        {
            int start = -1;
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                int nameStart = (int)_reader.TokenStartIndex + 1;
                int nameLength = _reader.ValueSpan.Length;
                bool annotation = _reader.ValueSpan.EndsWith("@odata.type"u8);
                start = start < 0 ? nameStart - 1 : start;
                _reader.Read();
                if (!annotation)
                {
                    segment = new Segment(start, (int)_reader.BytesConsumed, nameStart, nameLength);
                    return true;
                }
            }

            segment = default;
            return false;
        }
    }
}
