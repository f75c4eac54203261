using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging;

namespace Compensation.Notices;

/// <summary>What a carrier says became of a message.</summary>
/// <param name="RequestId">Our request id: an SMS's tag, an e-mail's operation id.</param>
/// <param name="Meaning">In our words.</param>
/// <param name="At">When the carrier knew it.</param>
/// <param name="Reason">The carrier's word, such as <c>Bounced</c>.</param>
internal sealed record DeliveryReport(Guid RequestId, DeliveryMeaning Meaning, DateTimeOffset At, string Reason)
{
    private const string Sms = "Microsoft.Communication.SMSDeliveryReportReceived";
    private const int ReasonLengthMax = 200;
    private const string Email = "Microsoft.Communication.EmailDeliveryReportReceived";

    /// <summary>Both providers' words in one table.</summary>
    private static readonly FrozenDictionary<string, DeliveryMeaning> Meanings = new Dictionary<string, DeliveryMeaning>(StringComparer.Ordinal)
    {
        [$"{Sms}:Delivered"] = DeliveryMeaning.Delivered,
        [$"{Sms}:Failed"] = DeliveryMeaning.Undelivered,
        [$"{Email}:Delivered"] = DeliveryMeaning.Delivered,
        [$"{Email}:Expanded"] = DeliveryMeaning.NotFinal,
        [$"{Email}:Bounced"] = DeliveryMeaning.Undelivered,
        [$"{Email}:Suppressed"] = DeliveryMeaning.Undelivered,
        [$"{Email}:Quarantined"] = DeliveryMeaning.Undelivered,
        [$"{Email}:FilteredSpam"] = DeliveryMeaning.Undelivered,
        [$"{Email}:Failed"] = DeliveryMeaning.Undelivered,
    }.ToFrozenDictionary();

    /// <returns>The report, or null where the event is none, or names no request id.</returns>
    public static DeliveryReport? TryRead(CloudEvent received)
    {
        if (received.Type is not (Sms or Email) || received.Data is null)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(received.Data);
        JsonElement data = document.RootElement;
        bool isSms = received.Type == Sms;
        string status = Text(data, isSms ? "deliveryStatus" : "status");
        string details = isSms ? Text(data, "deliveryStatusDetails") : string.Empty;
        string at = Text(data, isSms ? "receivedTimestamp" : "deliveryAttemptTimeStamp");
        return Guid.TryParse(Text(data, isSms ? "tag" : "messageId"), out Guid requestId)
            ? new DeliveryReport(requestId, MeaningOf(received.Type, status, details), InstantOf(at, received), ReasonOf(status, details))
            : null;
    }

    private static DeliveryMeaning MeaningOf(string type, string status, string details)
    {
        // 5002 says only that the carrier returned no receipt: the message may well have arrived.
        bool noReceipt = status == "Failed" && details.Contains("ErrorCode: 5002", StringComparison.OrdinalIgnoreCase);
        return noReceipt ? DeliveryMeaning.NotFinal : Meanings.GetValueOrDefault($"{type}:{status}", DeliveryMeaning.Unrecognised);
    }

    private static string ReasonOf(string status, string details)
    {
        string reason = details.Length == 0 ? status : $"{status}: {details}";
        return reason.Length > ReasonLengthMax ? reason[..ReasonLengthMax] : reason;
    }

    private static DateTimeOffset InstantOf(string text, CloudEvent received) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at
            : received.Time ?? throw new FormatException("The delivery report bears no time.");

    /// <summary>The service's own samples differ in the capitals of names.</summary>
    private static string Text(JsonElement data, string name)
    {
        foreach (JsonProperty property in data.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.String)
            {
                return property.Value.GetString()!;
            }
        }

        return string.Empty;
    }
}

/// <summary>A carrier's word in ours.</summary>
internal enum DeliveryMeaning
{
    Delivered,
    Undelivered,

    /// <summary>Says nothing final about this message.</summary>
    NotFinal,

    /// <summary>A word we do not know: reported, never taken for success or failure.</summary>
    Unrecognised,
}
