using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>The dictionary form: types come from the values, and on reading from the annotations.</summary>
internal sealed class TableEntityMapper : EntityMapper
{
    public override void WriteMembers(ITableEntity entity, Utf8JsonWriter writer)
    {
        WriteKeys(entity, writer);
        foreach ((string name, object value) in ((TableEntity)entity).Properties)
        {
            if (name is not (WireNames.PartitionKey or WireNames.RowKey or WireNames.Timestamp or WireNames.ETag))
            {
                Write(writer, name, value);
            }
        }
    }

    public override ITableEntity Read(ref Utf8JsonReader reader)
    {
        TableEntity entity = new();
        Dictionary<string, string>? types = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TryReadSystem(ref reader, entity))
            {
                continue;
            }

            string name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith(WireNames.TypeSuffix, StringComparison.Ordinal))
            {
                (types ??= new(StringComparer.Ordinal))[name[..^WireNames.TypeSuffix.Length]] = reader.GetString()!;
            }
            else if (!name.StartsWith("odata.", StringComparison.Ordinal))
            {
                entity.SetFromWire(name, ReadPlain(ref reader)!);
            }
        }

        // An annotation may follow its value.
        foreach ((string name, string type) in types ?? [])
        {
            if (!string.Equals(name, WireNames.Timestamp, StringComparison.Ordinal) && entity.TryGetValue(name, out object? value) && value is not null)
            {
                entity.SetFromWire(name, Typed(value, type));
            }
        }

        return entity;
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        if (TypeOf(value) is { } type)
        {
            writer.WriteString(name + WireNames.TypeSuffix, type);
        }

        writer.WritePropertyName(name);
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: WireValues.WriteInt64(writer, number); break;
            case ulong number: writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: WireValues.WriteDouble(writer, number); break;
            case Guid guid: writer.WriteStringValue(guid); break;
            case DateTimeOffset instant: WireValues.WriteInstant(writer, instant.UtcDateTime); break;
            case DateTime instant: WireValues.WriteInstant(writer, WireValues.ToUtc(instant)); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            case BinaryData data: writer.WriteBase64StringValue(data.ToMemory().Span); break;
            default: throw new NotSupportedException($"Property {name}: the table service has no type for {value.GetType()}.");
        }
    }

    private static string? TypeOf(object? value) => value switch
    {
        long or ulong => WireNames.Int64,
        double => WireNames.Double,
        Guid => WireNames.Guid,
        DateTime or DateTimeOffset => WireNames.DateTime,
        byte[] or BinaryData => WireNames.Binary,
        _ => null,
    };

    private static object? ReadPlain(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => reader.TryGetInt32(out int number) ? (object)number : reader.GetDouble(),
        JsonTokenType.Null => null,
        _ => throw new InvalidOperationException($"The service answered a {reader.TokenType} where a property's value was expected."),
    };

    private static object Typed(object value, string type) => (type, value) switch
    {
        (WireNames.Int64, string text) => long.Parse(text, CultureInfo.InvariantCulture),
        (WireNames.Int64, int number) => (long)number,
        (WireNames.Double, string text) => double.Parse(text, CultureInfo.InvariantCulture),
        (WireNames.Double, int number) => (double)number,
        (WireNames.Guid, string text) => Guid.Parse(text),
        (WireNames.DateTime, string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        (WireNames.Binary, string text) => Convert.FromBase64String(text),
        _ => value,
    };
}
