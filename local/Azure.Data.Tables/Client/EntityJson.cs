using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Entities as the protocol writes them.</summary>
internal static class EntityJson
{
    // Japanese text stays text: escaping it would treble its size.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Write<T>(T entity)
        where T : ITableEntity
    {
        ArrayBufferWriter<byte> buffer = new(512);
        Write(entity, buffer);
        return buffer.WrittenMemory;
    }

    public static void Write<T>(T entity, IBufferWriter<byte> buffer)
        where T : ITableEntity
    {
        using Utf8JsonWriter writer = Writer(buffer);
        Write(entity, writer);
    }

    /// <summary>A writer for <see cref="Write(ITableEntity, Utf8JsonWriter)"/>.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) => new(buffer, _options);

    /// <summary>Writes one entity to its end.</summary>
    public static void Write(ITableEntity entity, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        EntityMapper.For(entity.GetType()).WriteMembers(entity, writer);
        writer.WriteEndObject();
        writer.Flush();
    }

    public static T Read<T>(Response response)
        where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        reader.Read();
        return (T)EntityMapper.For(typeof(T)).Read(ref reader);
    }

    public static List<T> ReadList<T>(Response response)
        where T : class, ITableEntity
    {
        List<T> entities = [];
        EntityMapper mapper = EntityMapper.For(typeof(T));
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isValue)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                entities.Add((T)mapper.Read(ref reader));
            }
        }

        return entities;
    }
}
