using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Common.Http;

/// <summary>Reads <see cref="OperatorTime"/>; writes an instant with its offset.</summary>
internal sealed class OperatorTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <exception cref="FieldFormatException">It is none.</exception>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && OperatorTime.TryParse(reader.GetString(), out DateTimeOffset instant) ? instant : throw new FieldFormatException(OperatorTime.Expected);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A member of a body that is not what it should be.</summary>
/// <param name="expected">What is expected.</param>
internal sealed class FieldFormatException(string expected) : JsonException
{
    public string Expected => expected;
}
