using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common.Http;

namespace Compensation.Entitlements;

/// <summary>
/// 48 bits, made by <see cref="EntitlementIds"/> from the facts that give rise to the entitlement, so that the same facts meet the same row.
/// The low 12 bits choose the shard: an id alone leads to its partition.
/// </summary>
[ApiSchema("""{ "type": "string", "pattern": "^[0-9a-f]{12}$" }""")]
[JsonConverter(typeof(EntitlementIdJsonConverter))]
public readonly record struct EntitlementId : IComparable<EntitlementId>
{
    private const ulong Mask = (1UL << EntitlementIds.BitsMax) - 1;

    private EntitlementId(ulong value) => Value = value;

    public ulong Value { get; }

    public static EntitlementId FromValue(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Mask);
        return new EntitlementId(value);
    }

    /// <exception cref="FormatException">The text is not 12 hex digits.</exception>
    public static EntitlementId Parse(string text) => TryParse(text, out EntitlementId id) ? id : throw new FormatException($"'{text}' is not an entitlement id: expected 12 hex digits.");

    public static bool TryParse(string? text, out EntitlementId id)
    {
        ulong value = 0;
        bool valid = text is { Length: 12 } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        id = new EntitlementId(value);
        return valid;
    }

    /// <summary>The partition in which everything about this entitlement is kept.</summary>
    public int ShardOf(int shards) => (int)(Value & 0xFFF) % shards;

    public int CompareTo(EntitlementId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x12", CultureInfo.InvariantCulture);

    private sealed class EntitlementIdJsonConverter : JsonConverter<EntitlementId>
    {
        public override EntitlementId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, EntitlementId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
