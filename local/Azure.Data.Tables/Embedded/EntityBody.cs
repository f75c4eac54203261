using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>
/// Brings an entity as it was sent into the form in which it is kept and answered: one object, without keys, timestamp and
/// nulls, each annotation right before its value.
/// </summary>
internal sealed class EntityBody
{
    private readonly List<Member> _members = [];
    private readonly List<(byte[] Name, string Type)> _types = [];

    private EntityBody()
    {
    }

    public string? PartitionKey { get; private set; }

    public string? RowKey { get; private set; }

    public byte[] Json { get; private set; } = [];

    /// <exception cref="ServiceErrorException">The service would refuse it.</exception>
    public static EntityBody Parse(ReadOnlySpan<byte> sent)
    {
        EntityBody body = new();
        try
        {
            body.Scan(sent);
        }
        catch (JsonException)
        {
            throw Invalid("The request body is no valid JSON.");
        }

        body.Json = body.Compose(sent);
        return body;
    }

    private void Scan(ReadOnlySpan<byte> sent)
    {
        var reader = new Utf8JsonReader(sent);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid("The request body is no entity.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("PartitionKey"u8))
            {
                PartitionKey = ReadKey(ref reader);
            }
            else if (reader.ValueTextEquals("RowKey"u8))
            {
                RowKey = ReadKey(ref reader);
            }
            else if (reader.ValueTextEquals("Timestamp"u8) || reader.ValueSpan.StartsWith("odata."u8))
            {
                reader.Skip();
            }
            else if (reader.ValueSpan.EndsWith("@odata.type"u8))
            {
                byte[] name = NameBytes(ref reader);
                reader.Read();
                _types.Add((name[..^"@odata.type".Length], reader.GetString() ?? ""));
            }
            else
            {
                AddMember(ref reader);
            }
        }
    }

    private static string? ReadKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null => null,
            _ => throw new ServiceErrorException(new ServiceError(400, "PrimaryKeyPropertyIsInvalidType", "Keys must be strings.")),
        };
    }

    private void AddMember(ref Utf8JsonReader reader)
    {
        byte[] name = NameBytes(ref reader);
        CheckName(name);
        foreach (Member member in _members)
        {
            if (member.Name.AsSpan().SequenceEqual(name))
            {
                throw new ServiceErrorException(new ServiceError(400, "DuplicatePropertiesSpecified", $"Property {Encoding.UTF8.GetString(name)} is given twice."));
            }
        }

        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw Invalid($"Property {Encoding.UTF8.GetString(name)} is neither a simple value nor null.");
        }

        int start = (int)reader.TokenStartIndex;
        _members.Add(new Member(name, reader.TokenType, start, (int)reader.BytesConsumed - start));
    }

    private byte[] Compose(ReadOnlySpan<byte> sent)
    {
        ArrayBufferWriter<byte> json = new(sent.Length + 64);
        json.Write("{"u8);
        int written = 0;
        foreach (Member member in _members)
        {
            if (member.Token == JsonTokenType.Null)
            {
                continue;
            }

            json.Write(written++ == 0 ? "\""u8 : ",\""u8);
            PropertyValue.Write(json, member.Name, TypeOf(member.Name), member.Token, sent.Slice(member.Start, member.Length));
        }

        json.Write("}"u8);
        return written <= EntityLimits.Properties ? json.WrittenSpan.ToArray() : throw new ServiceErrorException(ServiceError.TooManyProperties);
    }

    private string? TypeOf(byte[] name)
    {
        foreach ((byte[] typed, string type) in _types)
        {
            if (typed.AsSpan().SequenceEqual(name))
            {
                return type;
            }
        }

        return null;
    }

    private static byte[] NameBytes(ref Utf8JsonReader reader)
        => reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan.ToArray();

    private static void CheckName(byte[] name)
    {
        bool plain = name.Length is > 0 and <= EntityLimits.NameChars && !char.IsAsciiDigit((char)name[0]);
        foreach (byte b in name)
        {
            plain &= char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_';
        }

        if (plain)
        {
            return;
        }

        string text = Encoding.UTF8.GetString(name);
        if (text.Length > EntityLimits.NameChars)
        {
            throw new ServiceErrorException(new ServiceError(400, "PropertyNameTooLong", "A property name exceeds 255 characters."));
        }

        if (text.Length == 0 || char.IsDigit(text[0]) || !text.All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            throw new ServiceErrorException(new ServiceError(400, "PropertyNameInvalid", $"'{text}' is no valid property name."));
        }
    }

    private static ServiceErrorException Invalid(string message) => new(ServiceError.Invalid(message));

    private readonly record struct Member(byte[] Name, JsonTokenType Token, int Start, int Length);
}
