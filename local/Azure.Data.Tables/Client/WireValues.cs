using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Values whose form in JSON is the service's own.</summary>
internal static class WireValues
{
    public static DateTimeOffset ReadInstant(ref Utf8JsonReader reader)
        => reader.TryGetDateTimeOffset(out DateTimeOffset instant)
            ? instant
            : DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static DateTime ReadDateTime(ref Utf8JsonReader reader)
        => reader.TryGetDateTime(out DateTime instant)
            ? instant
            : DateTime.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static long ReadInt64(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.Number
            ? reader.GetInt64()
            : long.Parse(reader.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public static double ReadDouble(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : double.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    public static DateTime ToUtc(DateTime instant)
        => instant.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : instant.ToUniversalTime();

    /// <summary>ISO 8601 in UTC with all seven decimals, as the service itself answers.</summary>
    public static void WriteInstant(Utf8JsonWriter writer, DateTime utc)
    {
        Span<byte> text = stackalloc byte[28];
        utc.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>JSON has no words for what is not a number; the service takes them as strings.</summary>
    public static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    public static void WriteInt64(Utf8JsonWriter writer, long value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
