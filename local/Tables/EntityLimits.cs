using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>How large things may be.</summary>
internal static class EntityLimits
{
    public const int BodyBytes = 4 * 1024 * 1024;
    public const int Properties = 252;
    public const int NameChars = 255;
    public const int ValueBytes = 64 * 1024;
    public const int KeyChars = 512;
    private const int EntityBytes = 1024 * 1024;

    // The service counts text as UTF-16, which is at most twice what is stored here, and everything else as less; a smaller body need not be counted.
    private const int SurelySmall = EntityBytes / 2 - 32 * 1024;

    // No property takes fewer bytes than this.
    private static readonly int _shortestProperty = "\"a\":1,".Length;

    /// <summary>Checks a whole row, after a merge too.</summary>
    public static ServiceError? Check(string partitionKey, string rowKey, ReadOnlySpan<byte> body)
    {
        if (body.Length < Properties * _shortestProperty)
        {
            return null;
        }

        int properties = 0;
        long bytes = 4 + 2L * (partitionKey.Length + rowKey.Length);
        bool countBytes = body.Length > SurelySmall;
        ReadOnlySpan<byte> type = default;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            reader.Read();
            if (name.EndsWith("@odata.type"u8))
            {
                type = reader.ValueSpan;
                continue;
            }

            properties++;
            bytes += countBytes ? 8 + 2L * Encoding.UTF8.GetCharCount(name) + SizeOf(ref reader, type) : 0;
            type = default;
        }

        return properties > Properties ? ServiceError.TooManyProperties
            : bytes > EntityBytes ? ServiceError.EntityTooLarge
            : null;
    }

    public static ServiceError? CheckKey(string name, string key)
    {
        if (key.Length > KeyChars)
        {
            return new ServiceError(400, "KeyValueTooLarge", $"The {name} exceeds the maximum of 1 KiB.");
        }

        foreach (char c in key)
        {
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
            {
                return new ServiceError(400, "OutOfRangeInput", $"The {name} contains a character that is not allowed in keys.");
            }
        }

        return null;
    }

    /// <summary>What a value counts for, however it is written here: the bytes of its type, and of a text and of binary data four more for their length.</summary>
    private static long SizeOf(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> type) => reader.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => 1,
        JsonTokenType.Number => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? 4 : 8,
        _ when type.IsEmpty => 4 + 2L * CharsOf(ref reader),
        _ when type.SequenceEqual("Edm.Binary"u8) => 4 + (Base64.IsValid(reader.ValueSpan, out int bytes) ? bytes : 0),
        _ when type.SequenceEqual("Edm.Guid"u8) => 16,
        _ => 8,
    };

    // The official client writes what is not ASCII with escapes, of six letters each.
    private static int CharsOf(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? reader.GetString()!.Length : Encoding.UTF8.GetCharCount(reader.ValueSpan);
}
