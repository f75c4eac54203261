using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>Puts the properties given in the place of those kept, and leaves the others as they are.</summary>
internal static class EntityMerge
{
    public static byte[] Merge(byte[] kept, byte[] given)
    {
        List<Segment> news = Split(given);
        ArrayBufferWriter<byte> merged = new(kept.Length + given.Length);
        merged.Write("{"u8);
        foreach (Segment old in Split(kept))
        {
            int replacement = IndexOf(news, given, kept.AsSpan(old.NameStart, old.NameLength));
            if (replacement < 0)
            {
                Append(merged, kept, old);
            }
            else
            {
                Append(merged, given, news[replacement]);
                news.RemoveAt(replacement);
            }
        }

        foreach (Segment added in news)
        {
            Append(merged, given, added);
        }

        merged.Write("}"u8);
        return merged.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> merged, byte[] body, Segment segment)
    {
        if (merged.WrittenCount > 1)
        {
            merged.Write(","u8);
        }

        merged.Write(body.AsSpan(segment.Start, segment.End - segment.Start));
    }

    private static int IndexOf(List<Segment> segments, byte[] body, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < segments.Count; i++)
        {
            if (body.AsSpan(segments[i].NameStart, segments[i].NameLength).SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    // A segment is a property with the annotation before it, from its quote to the end of its value.
    private static List<Segment> Split(byte[] body)
    {
        List<Segment> segments = [];
        var reader = new Utf8JsonReader(body);
        reader.Read();
        int start = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int nameStart = (int)reader.TokenStartIndex + 1;
            int nameLength = reader.ValueSpan.Length;
            bool annotation = reader.ValueSpan.EndsWith("@odata.type"u8);
            start = start < 0 ? nameStart - 1 : start;
            reader.Read();
            if (!annotation)
            {
                segments.Add(new Segment(start, (int)reader.BytesConsumed, nameStart, nameLength));
                start = -1;
            }
        }

        return segments;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Segment(int Start, int End, int NameStart, int NameLength);
}
