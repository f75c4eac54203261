using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Azure.Communication.Sms;

/// <summary>The JSON that goes over the wire, by the REST description of 2021-03-07.</summary>
internal static class SmsWire
{
    public static ReadOnlyMemory<byte> WriteRequest(
        string from, IEnumerable<string> to, string message, SmsSendOptions? options, DateTimeOffset now)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString("from", from);
        json.WriteStartArray("smsRecipients");
        string firstSent = now.ToString("r", CultureInfo.InvariantCulture);
        foreach (string number in to)
        {
            ArgumentException.ThrowIfNullOrEmpty(number, nameof(to));
            json.WriteStartObject();
            json.WriteString("to", number);
            json.WriteString("repeatabilityRequestId", Guid.NewGuid());
            json.WriteString("repeatabilityFirstSent", firstSent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("message", message);
        if (options is not null)
        {
            json.WriteStartObject("smsSendOptions");
            json.WriteBoolean("enableDeliveryReport", options.EnableDeliveryReport);
            if (options.Tag is not null)
            {
                json.WriteString("tag", options.Tag);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static IReadOnlyList<SmsSendResult> ReadResults(BinaryData content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        return [.. document.RootElement.GetProperty("value").EnumerateArray().Select(ReadResult)];
    }

    private static SmsSendResult ReadResult(JsonElement result) => new(
        result.GetProperty("to").GetString()!,
        Text(result, "messageId"),
        result.GetProperty("httpStatusCode").GetInt32(),
        result.GetProperty("successful").GetBoolean(),
        Text(result, "errorMessage"));

    private static string? Text(JsonElement result, string name) =>
        result.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
