using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Compensation.Local.Tables;

/// <summary>An entity as it was sent, in the form in which it is kept and answered.</summary>
/// <param name="PartitionKey">Null where the body names none.</param>
/// <param name="RowKey">Null where the body names none.</param>
/// <param name="Json">One object, without keys, timestamp and nulls, each annotation right before its value.</param>
internal readonly record struct EntityBody(string? PartitionKey, string? RowKey, byte[] Json);

/// <summary>Reads the entities of one request, one after another, in the same buffers.</summary>
internal sealed class EntityBodyReader
{
    private static readonly string[] _typeNames =
        [WireNames.Int64, WireNames.DateTime, WireNames.Guid, WireNames.Double, WireNames.Binary, WireNames.Int32, "Edm.String", "Edm.Boolean"];

    private readonly List<Member> _members = [];
    private readonly List<(Name Name, string Type)> _types = [];
    private readonly ArrayBufferWriter<byte> _json = new(1024);
    private string? _partitionKey;
    private string? _rowKey;

    /// <exception cref="ServiceErrorException">The service would refuse it.</exception>
    public EntityBody Read(ReadOnlySpan<byte> sent)
    {
        _members.Clear();
        _types.Clear();
        _json.ResetWrittenCount();
        (_partitionKey, _rowKey) = (null, null);
        if (!Utf8.IsValid(sent))
        {
            throw Invalid("The request body is no valid UTF-8.");
        }

        try
        {
            Scan(sent);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // What is no text, an escape of half a character say, is no operation of the reader's.
            throw Invalid("The request body is no valid JSON.");
        }

        Compose(sent);
        return new EntityBody(_partitionKey, _rowKey, _json.WrittenSpan.ToArray());
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
                _partitionKey = ReadKey(ref reader);
            }
            else if (reader.ValueTextEquals("RowKey"u8))
            {
                _rowKey = ReadKey(ref reader);
            }
            else if (reader.ValueTextEquals("Timestamp"u8) || reader.ValueSpan.StartsWith("odata."u8))
            {
                reader.Skip();
            }
            else if (reader.ValueSpan.EndsWith("@odata.type"u8))
            {
                Name typed = Name.At(ref reader).Without("@odata.type".Length);
                reader.Read();
                _types.Add((typed, ReadType(ref reader)));
            }
            else
            {
                AddMember(sent, ref reader);
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

    private static string ReadType(ref Utf8JsonReader reader)
    {
        foreach (string known in _typeNames)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(known))
            {
                return known;
            }
        }

        return reader.GetString() ?? "";
    }

    private void AddMember(ReadOnlySpan<byte> sent, ref Utf8JsonReader reader)
    {
        Name name = Name.At(ref reader);
        ReadOnlySpan<byte> text = name.In(sent);
        CheckName(text);
        foreach (ref readonly Member member in CollectionsMarshal.AsSpan(_members))
        {
            if (member.Name.In(sent).SequenceEqual(text))
            {
                throw new ServiceErrorException(new ServiceError(400, "DuplicatePropertiesSpecified", $"Property {Encoding.UTF8.GetString(text)} is given twice."));
            }
        }

        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw Invalid($"Property {Encoding.UTF8.GetString(text)} is neither a simple value nor null.");
        }

        CheckSurrogates(ref reader);
        int start = (int)reader.TokenStartIndex;
        _members.Add(new Member(name, reader.TokenType, start, (int)reader.BytesConsumed - start));
    }

    /// <summary>A text is kept as it was sent, so that half a character in it, which only an escape can write, would come to light when it is read.</summary>
    private static void CheckSurrogates(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped && (reader.ValueSpan.IndexOf("\\ud"u8) >= 0 || reader.ValueSpan.IndexOf("\\uD"u8) >= 0))
        {
            reader.GetString();
        }
    }

    private void Compose(ReadOnlySpan<byte> sent)
    {
        _json.Write("{"u8);
        int written = 0;
        foreach (ref readonly Member member in CollectionsMarshal.AsSpan(_members))
        {
            if (member.Token == JsonTokenType.Null)
            {
                continue;
            }

            _json.Write(written++ == 0 ? "\""u8 : ",\""u8);
            ReadOnlySpan<byte> name = member.Name.In(sent);
            PropertyValue.Write(_json, name, TypeOf(name, sent), member.Token, sent.Slice(member.Start, member.Length));
        }

        _json.Write("}"u8);
        if (written > EntityLimits.Properties)
        {
            throw new ServiceErrorException(ServiceError.TooManyProperties);
        }
    }

    private string? TypeOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> sent)
    {
        foreach ((Name typed, string type) in CollectionsMarshal.AsSpan(_types))
        {
            if (typed.In(sent).SequenceEqual(name))
            {
                return type;
            }
        }

        return null;
    }

    private static void CheckName(ReadOnlySpan<byte> name)
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

    private readonly record struct Member(Name Name, JsonTokenType Token, int Start, int Length);

    /// <summary>A property's name: where it stands in what was sent or, where it stands there with escapes, a copy without them.</summary>
    private readonly record struct Name(int Start, int Length, byte[]? Unescaped)
    {
        public static Name At(ref Utf8JsonReader reader) => reader.ValueIsEscaped
            ? new Name(0, 0, Encoding.UTF8.GetBytes(reader.GetString()!))
            : new Name((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, null);

        public Name Without(int ending) => this with { Length = Length - ending, Unescaped = Unescaped?[..^ending] };

        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> sent) => Unescaped ?? sent.Slice(Start, Length);
    }
}
