using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Azure.Messaging;
using Azure.Messaging.EventGrid;

namespace Compensation.Notices.EventGrid;

/// <summary>Reads a delivery of Event Grid, one event or an array, in either of its schemas. Each event is read on its own: one that cannot be read says so and holds up no other.</summary>
internal static class EventReader
{
    /// <summary>Event Grid's own limit.</summary>
    public const int EventsMax = 5_000;

    private const int CodeLengthMax = 200;

    /// <summary>Deeper than any report, so that one strange event is not a broken delivery.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <exception cref="JsonException">The delivery as a whole is no JSON object or array, or holds too many events.</exception>
    public static IReadOnlyList<ReceivedEvent> Read(ReadOnlyMemory<byte> delivery)
    {
        using JsonDocument document = JsonDocument.Parse(delivery, Deep);
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Object => [ReadOne(root)],
            JsonValueKind.Array when root.GetArrayLength() <= EventsMax => [.. root.EnumerateArray().Select(ReadOne)],
            JsonValueKind.Array => throw new JsonException($"A delivery holds at most {EventsMax} events."),
            _ => throw new JsonException("A delivery is an event or an array of events."),
        };
    }

    /// <summary>Whether the delivery is the handshake of the Event Grid schema: one event, whose code is to be sent back.</summary>
    /// <param name="delivery">What came.</param>
    /// <param name="code">The code; null where it is no text.</param>
    public static bool IsHandshake(IReadOnlyList<ReceivedEvent> delivery, out string? code)
    {
        code = null;
        if (delivery is not [{ Json: { } json }])
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(json, Deep);
        if (TextOf(document.RootElement, "eventType") != SystemEventNames.EventGridSubscriptionValidation)
        {
            return false;
        }

        code = document.RootElement.TryGetProperty("data", out JsonElement data) && TextOf(data, "validationCode") is { Length: > 0 and <= CodeLengthMax } given ? given : null;
        return true;
    }

    /// <returns>The member's text, or null where there is no such member or its text is none.</returns>
    private static string? TextOf(JsonElement asked, string name)
    {
        try
        {
            return asked.ValueKind == JsonValueKind.Object && asked.TryGetProperty(name, out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or bytes that are no UTF-8.
            return null;
        }
    }

    private static ReceivedEvent ReadOne(JsonElement json)
    {
        ReceivedEvent received = new(BinaryData.FromBytes(JsonMarshal.GetRawUtf8Value(json).ToArray()));
        if (json.ValueKind != JsonValueKind.Object || !Utf8.IsValid(received.Json))
        {
            return received.SetAside(json.ValueKind == JsonValueKind.Object ? "The event is not UTF-8." : "The event is not an object.");
        }

        try
        {
            return received with { Envelope = json.TryGetProperty("eventType", out _) ? OfGridSchema(received.Json) : CloudEvent.Parse(received.Json) };
        }
        catch (Exception unreadable) when (IsFaultOfInput(unreadable))
        {
            return received.SetAside($"The envelope cannot be read: {unreadable.GetType().Name}.");
        }
    }

    private static CloudEvent OfGridSchema(BinaryData json)
    {
        EventGridEvent read = EventGridEvent.Parse(json);
        return new CloudEvent(read.Topic ?? string.Empty, read.EventType, read.Data, "application/json") { Id = read.Id, Subject = read.Subject, Time = read.EventTime };
    }

    /// <summary>What the parsers throw: no JSON, a member missing or of another type, no time, characters that are none.</summary>
    public static bool IsFaultOfInput(Exception problem) => problem is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException;
}
