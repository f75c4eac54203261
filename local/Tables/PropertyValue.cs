using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>Checks one property's value against its type and writes it as it is kept.</summary>
internal static class PropertyValue
{
    private static readonly DateTime _earliest = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes annotation, name and value; the quote that opens the name is there already.</summary>
    public static void Write(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, string? type, JsonTokenType token, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case null or "Edm.String" or "Edm.Boolean" or "Edm.Int32":
                WriteUntyped(json, name, type, token, value);
                break;
            case "Edm.Int64":
                ReadOnlySpan<byte> digits = Unquoted(value);
                Require(Utf8Parser.TryParse(digits, out long _, out int used) && used == digits.Length, name, type);
                WriteTyped(json, name, type, digits);
                break;
            case "Edm.Double":
                WriteDouble(json, name, token, value);
                break;
            case "Edm.Guid":
                WriteGuid(json, name, token, value);
                break;
            case "Edm.DateTime":
                WriteInstant(json, name, token, value);
                break;
            case "Edm.Binary":
                Require(token == JsonTokenType.String && Base64.IsValid(Text(token, value), out int length) && Fits(name, length), name, type);
                WriteTyped(json, name, type, value.Contains((byte)'\\') ? Plain(token, value) : Unquoted(value));
                break;
            default:
                throw new ServiceErrorException(new ServiceError(400, "InvalidInput", $"There is no type {type}."));
        }
    }

    private static void WriteUntyped(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, string? type, JsonTokenType token, ReadOnlySpan<byte> value)
    {
        switch (token)
        {
            case JsonTokenType.Number when IsInt32(value):
                Require(type is null or "Edm.Int32", name, type);
                break;
            case JsonTokenType.Number:
                Require(type is null, name, type);
                WriteDouble(json, name, token, value);
                return;
            case JsonTokenType.True or JsonTokenType.False:
                Require(type is null or "Edm.Boolean", name, type);
                break;
            default:
                Require(type is null or "Edm.String", name, type);
                // UTF-16 takes at most two bytes for each byte of UTF-8.
                bool small = value.Length <= EntityLimits.ValueBytes / 2;
                _ = small || Fits(name, 2 * Text(token, value).Length);
                break;
        }

        json.Write(name);
        json.Write("\":"u8);
        json.Write(value);
    }

    // A whole number is a double by its decimal point, as the service answers it; the words for what is no number are annotated.
    private static void WriteDouble(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, JsonTokenType token, ReadOnlySpan<byte> value)
    {
        if (token == JsonTokenType.String)
        {
            ReadOnlySpan<byte> word = Unquoted(value);
            Require(word.SequenceEqual("NaN"u8) || word.SequenceEqual("Infinity"u8) || word.SequenceEqual("-Infinity"u8) || IsNumber(word), name, "Edm.Double");
            WriteTyped(json, name, "Edm.Double", word);
            return;
        }

        Require(token == JsonTokenType.Number, name, "Edm.Double");
        json.Write(name);
        json.Write("\":"u8);
        json.Write(value);
        if (value.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            json.Write(".0"u8);
        }
    }

    private static void WriteTyped(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, string type, ReadOnlySpan<byte> text)
    {
        Annotate(json, name, type);
        json.Write(name);
        json.Write("\":\""u8);
        json.Write(text);
        json.Write("\""u8);
    }

    private static void Annotate(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, string type)
    {
        json.Write(name);
        json.Write("@odata.type\":\""u8);
        Encoding.ASCII.GetBytes(type, json);
        json.Write("\",\""u8);
    }

    private static void WriteGuid(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, JsonTokenType token, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = Unquoted(value);
        bool plain = Utf8Parser.TryParse(text, out Guid guid, out int used) && used == text.Length && token == JsonTokenType.String;
        Require(plain || Guid.TryParse(Text(token, value), out guid), name, "Edm.Guid");
        Span<byte> kept = stackalloc byte[36];
        guid.TryFormat(kept, out _);
        WriteTyped(json, name, "Edm.Guid", kept);
    }

    private static void WriteInstant(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> name, JsonTokenType token, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = Unquoted(value);

        // Nearly all come as they are kept, to the last digit; what does not takes longer to understand.
        bool asKept = Utf8Parser.TryParse(text, out DateTime instant, out int used, 'O') && used == text.Length && text[^1] == (byte)'Z';
        Require(asKept || DateTime.TryParse(Text(token, value), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out instant), name, "Edm.DateTime");
        if (instant < _earliest)
        {
            throw new ServiceErrorException(new ServiceError(400, "OutOfRangeInput", $"Property {Encoding.UTF8.GetString(name)} is before 1601."));
        }

        WriteTyped(json, name, "Edm.DateTime", asKept ? text : Encoding.UTF8.GetBytes(VersionText.Timestamp(instant.Ticks)));
    }

    private static bool IsInt32(ReadOnlySpan<byte> number) => Utf8Parser.TryParse(number, out int _, out int used) && used == number.Length;

    private static bool IsNumber(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double _, out int used) && used == text.Length;

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> value) => value is [(byte)'"', .. var inner, (byte)'"'] ? inner : value;

    private static string Text(JsonTokenType token, ReadOnlySpan<byte> value)
    {
        if (token != JsonTokenType.String)
        {
            return "";
        }

        var reader = new Utf8JsonReader(value);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Base64 without escapes and blanks: what is kept is compared and counted as it stands.</summary>
    private static byte[] Plain(JsonTokenType token, ReadOnlySpan<byte> value) => Encoding.ASCII.GetBytes(Convert.ToBase64String(Convert.FromBase64String(Text(token, value))));

    private static bool Fits(ReadOnlySpan<byte> name, int bytes) => bytes <= EntityLimits.ValueBytes
        ? true
        : throw new ServiceErrorException(new ServiceError(400, "PropertyValueTooLarge", $"Property {Encoding.UTF8.GetString(name)} exceeds 64 KiB."));

    private static void Require(bool condition, ReadOnlySpan<byte> name, string? type)
    {
        if (!condition)
        {
            throw new ServiceErrorException(ServiceError.Invalid($"Property {Encoding.UTF8.GetString(name)} is no valid {type ?? "value"}."));
        }
    }
}
