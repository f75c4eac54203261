using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>A row while a filter is evaluated. Its body is read at most once, and only if the filter asks for a property.</summary>
internal ref struct FilterRow(ReadOnlySpan<byte> partitionKey, ReadOnlySpan<byte> rowKey, long ticks, ReadOnlySpan<byte> body, byte[][] names, FilterRow.Slot[] slots)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly byte[][] _names = names;
    private readonly Slot[] _slots = slots;
    private bool _read;

    public ReadOnlySpan<byte> PartitionKey { get; } = partitionKey;

    public ReadOnlySpan<byte> RowKey { get; } = rowKey;

    public long Ticks { get; } = ticks;

    public FilterValue Property(int index)
    {
        if (!_read)
        {
            ReadBody();
            _read = true;
        }

        Slot slot = _slots[index];
        ReadOnlySpan<byte> value = _body.Slice(slot.Start, slot.Length);
        return slot.Kind switch
        {
            ValueKind.Missing => default,
            ValueKind.Text => new FilterValue(ValueKind.Text, slot.Escaped ? Unescape(value) : value[1..^1]),
            ValueKind.Boolean => new FilterValue(ValueKind.Boolean, integer: value[0] == (byte)'t' ? 1 : 0),
            ValueKind.Integer => new FilterValue(ValueKind.Integer, integer: Integer(value)),
            ValueKind.Double => new FilterValue(ValueKind.Double, number: Number(value)),
            ValueKind.Guid => new FilterValue(ValueKind.Guid, guid: Utf8Parser.TryParse(value[1..^1], out Guid guid, out _) ? guid : default),
            ValueKind.DateTime => new FilterValue(ValueKind.DateTime, integer: Instant(value)),
            _ => new FilterValue(ValueKind.Binary, Convert.FromBase64String(Encoding.ASCII.GetString(value[1..^1]))),
        };
    }

    private readonly void ReadBody()
    {
        Array.Clear(_slots);
        int missing = _names.Length;
        ValueKind annotated = ValueKind.Missing;
        var reader = new Utf8JsonReader(_body);
        reader.Read();
        while (missing > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.EndsWith("@odata.type"u8))
            {
                reader.Read();
                annotated = KindOf(reader.ValueSpan);
                continue;
            }

            int slot = IndexOf(reader.ValueSpan);
            reader.Read();
            if (slot >= 0)
            {
                ValueKind kind = annotated != ValueKind.Missing ? annotated : KindOf(ref reader);
                int start = (int)reader.TokenStartIndex;
                _slots[slot] = new Slot(kind, start, (int)reader.BytesConsumed - start, reader.ValueIsEscaped);
                missing--;
            }

            annotated = ValueKind.Missing;
        }
    }

    private readonly int IndexOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static ValueKind KindOf(ReadOnlySpan<byte> type)
        => type.SequenceEqual("Edm.Int64"u8) ? ValueKind.Integer
            : type.SequenceEqual("Edm.DateTime"u8) ? ValueKind.DateTime
            : type.SequenceEqual("Edm.Guid"u8) ? ValueKind.Guid
            : type.SequenceEqual("Edm.Double"u8) ? ValueKind.Double
            : ValueKind.Binary;

    private static ValueKind KindOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ValueKind.Text,
        JsonTokenType.Number => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? ValueKind.Integer : ValueKind.Double,
        _ => ValueKind.Boolean,
    };

    private static byte[] Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return Encoding.UTF8.GetBytes(reader.GetString()!);
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> value) => value[0] == (byte)'"' ? value[1..^1] : value;

    private static long Integer(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(Unquoted(value), out long integer, out _) ? integer : 0;

    private static double Number(ReadOnlySpan<byte> value)
        => double.Parse(Unquoted(value), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static long Instant(ReadOnlySpan<byte> value)
        => Utf8Parser.TryParse(value[1..^1], out DateTime instant, out _, 'O') ? instant.ToUniversalTime().Ticks : 0;

    /// <summary>Where a property's value stands in the body, quotes included.</summary>
    internal readonly record struct Slot(ValueKind Kind, int Start, int Length, bool Escaped);
}
