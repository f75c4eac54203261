using System.Collections.Concurrent;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Writes and reads the entities of one type. Made once per type.</summary>
internal abstract class EntityMapper
{
    private static readonly ConcurrentDictionary<Type, EntityMapper> _known = new();

    public static EntityMapper For(Type type) => _known.GetOrAdd(type, static type =>
        type == typeof(TableEntity) ? new TableEntityMapper() : new PocoMapper(type));

    public abstract void WriteMembers(ITableEntity entity, Utf8JsonWriter writer);

    /// <summary>Reads one object; the reader stands at its start and is left at its end.</summary>
    public abstract ITableEntity Read(ref Utf8JsonReader reader);

    /// <summary>Reads what every row has. Answers false if the property is another one.</summary>
    protected static bool TryReadSystem(ref Utf8JsonReader reader, ITableEntity entity)
    {
        if (reader.ValueTextEquals("PartitionKey"u8))
        {
            reader.Read();
            entity.PartitionKey = reader.GetString()!;
        }
        else if (reader.ValueTextEquals("RowKey"u8))
        {
            reader.Read();
            entity.RowKey = reader.GetString()!;
        }
        else if (reader.ValueTextEquals("Timestamp"u8))
        {
            reader.Read();
            entity.Timestamp = WireValues.ReadInstant(ref reader);
        }
        else if (reader.ValueTextEquals("odata.etag"u8))
        {
            reader.Read();
            entity.ETag = new ETag(reader.GetString()!);
        }
        else
        {
            return false;
        }

        return true;
    }

    protected static bool IsAnnotation(ref Utf8JsonReader reader)
        => reader.ValueSpan.StartsWith("odata."u8) || reader.ValueSpan.IndexOf("@odata."u8) >= 0;

    protected static void WriteKeys(ITableEntity entity, Utf8JsonWriter writer)
    {
        writer.WriteString("PartitionKey"u8, entity.PartitionKey);
        writer.WriteString("RowKey"u8, entity.RowKey);
    }
}
