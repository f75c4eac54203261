using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>How values of one CLR type stand in JSON.</summary>
internal interface IValueCodec<TValue>
{
    /// <summary>The annotation beside the value, where JSON alone does not tell the type.</summary>
    string? Type { get; }

    void Write(Utf8JsonWriter writer, TValue value);

    TValue Read(ref Utf8JsonReader reader);
}

internal static class ValueCodecs
{
    private static readonly Dictionary<Type, Type> _codecs = new()
    {
        [typeof(string)] = typeof(StringCodec),
        [typeof(bool)] = typeof(BooleanCodec),
        [typeof(int)] = typeof(Int32Codec),
        [typeof(long)] = typeof(Int64Codec),
        [typeof(ulong)] = typeof(UInt64Codec),
        [typeof(double)] = typeof(DoubleCodec),
        [typeof(Guid)] = typeof(GuidCodec),
        [typeof(DateTime)] = typeof(DateTimeCodec),
        [typeof(DateTimeOffset)] = typeof(DateTimeOffsetCodec),
        [typeof(byte[])] = typeof(BytesCodec),
        [typeof(BinaryData)] = typeof(BinaryDataCodec),
    };

    /// <summary>The codec for a type, or null where the service has none: decimal, float, collections, other objects.</summary>
    public static Type? Find(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Find(underlying) is { } inner ? typeof(NullableCodec<,>).MakeGenericType(underlying, inner) : null;
        }

        return type.IsEnum ? typeof(EnumCodec<>).MakeGenericType(type) : _codecs.GetValueOrDefault(type);
    }
}

internal readonly struct StringCodec : IValueCodec<string>
{
    public string? Type => null;

    public void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public string Read(ref Utf8JsonReader reader) => reader.GetString()!;
}

internal readonly struct BooleanCodec : IValueCodec<bool>
{
    public string? Type => null;

    public void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public bool Read(ref Utf8JsonReader reader) => reader.GetBoolean();
}

internal readonly struct Int32Codec : IValueCodec<int>
{
    public string? Type => null;

    public void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public int Read(ref Utf8JsonReader reader) => reader.GetInt32();
}

internal readonly struct Int64Codec : IValueCodec<long>
{
    public string? Type => WireNames.Int64;

    public void Write(Utf8JsonWriter writer, long value) => WireValues.WriteInt64(writer, value);

    public long Read(ref Utf8JsonReader reader) => WireValues.ReadInt64(ref reader);
}

internal readonly struct UInt64Codec : IValueCodec<ulong>
{
    public string? Type => WireNames.Int64;

    public void Write(Utf8JsonWriter writer, ulong value) => writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));

    public ulong Read(ref Utf8JsonReader reader) => (ulong)WireValues.ReadInt64(ref reader);
}

internal readonly struct DoubleCodec : IValueCodec<double>
{
    public string? Type => WireNames.Double;

    public void Write(Utf8JsonWriter writer, double value) => WireValues.WriteDouble(writer, value);

    public double Read(ref Utf8JsonReader reader) => WireValues.ReadDouble(ref reader);
}

internal readonly struct GuidCodec : IValueCodec<Guid>
{
    public string? Type => WireNames.Guid;

    public void Write(Utf8JsonWriter writer, Guid value) => writer.WriteStringValue(value);

    public Guid Read(ref Utf8JsonReader reader) => reader.GetGuid();
}

internal readonly struct DateTimeCodec : IValueCodec<DateTime>
{
    public string? Type => WireNames.DateTime;

    public void Write(Utf8JsonWriter writer, DateTime value) => WireValues.WriteInstant(writer, WireValues.ToUtc(value));

    public DateTime Read(ref Utf8JsonReader reader) => WireValues.ReadDateTime(ref reader);
}

internal readonly struct DateTimeOffsetCodec : IValueCodec<DateTimeOffset>
{
    public string? Type => WireNames.DateTime;

    public void Write(Utf8JsonWriter writer, DateTimeOffset value) => WireValues.WriteInstant(writer, value.UtcDateTime);

    public DateTimeOffset Read(ref Utf8JsonReader reader) => WireValues.ReadInstant(ref reader);
}

internal readonly struct BytesCodec : IValueCodec<byte[]>
{
    public string? Type => WireNames.Binary;

    public void Write(Utf8JsonWriter writer, byte[] value) => writer.WriteBase64StringValue(value);

    public byte[] Read(ref Utf8JsonReader reader) => reader.GetBytesFromBase64();
}

internal readonly struct BinaryDataCodec : IValueCodec<BinaryData>
{
    public string? Type => WireNames.Binary;

    public void Write(Utf8JsonWriter writer, BinaryData value) => writer.WriteBase64StringValue(value.ToMemory().Span);

    public BinaryData Read(ref Utf8JsonReader reader) => BinaryData.FromBytes(reader.GetBytesFromBase64());
}

/// <summary>Enumerations go by the member's name, so that a number given another meaning later cannot mislead.</summary>
internal readonly struct EnumCodec<TEnum> : IValueCodec<TEnum>
    where TEnum : struct, Enum
{
    public string? Type => null;

    public void Write(Utf8JsonWriter writer, TEnum value) => writer.WriteStringValue(value.ToString());

    public TEnum Read(ref Utf8JsonReader reader) => Enum.Parse<TEnum>(reader.GetString()!);
}

internal readonly struct NullableCodec<TValue, TCodec> : IValueCodec<TValue?>
    where TValue : struct
    where TCodec : struct, IValueCodec<TValue>
{
    public string? Type => default(TCodec).Type;

    public void Write(Utf8JsonWriter writer, TValue? value) => default(TCodec).Write(writer, value!.Value);

    public TValue? Read(ref Utf8JsonReader reader) => default(TCodec).Read(ref reader);
}
