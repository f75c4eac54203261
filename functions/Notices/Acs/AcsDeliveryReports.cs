using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging;

namespace Compensation.Notices.Acs;

/// <summary>Reads the delivery reports that Azure Communication Services sends through Event Grid.</summary>
internal static class AcsDeliveryReports
{
    private const string Sms = "Microsoft.Communication.SMSDeliveryReportReceived";
    private const string Email = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const int ReasonLengthMax = 200;

    /// <summary>The words of SMS and e-mail in one table.</summary>
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

    /// <returns>The report, or null where the event is none, cannot be read, or names no request id: one such event must not hold up its batch.</returns>
    public static DeliveryReport? TryRead(CloudEvent received)
    {
        if (received.Type is not (Sms or Email) || received.Data is null)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(received.Data);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(received, document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DeliveryReport? Read(CloudEvent received, JsonElement data)
    {
        bool isSms = received.Type == Sms;
        string status = Text(data, isSms ? "deliveryStatus" : "status");
        string details = isSms ? Text(data, "deliveryStatusDetails") : string.Empty;
        string at = Text(data, isSms ? "receivedTimestamp" : "deliveryAttemptTimeStamp");
        return Guid.TryParse(Text(data, isSms ? "tag" : "messageId"), out Guid requestId)
            ? new DeliveryReport(received.Type, requestId, MeaningOf(received.Type, status, details), InstantOf(at) ?? received.Time, ReasonOf(status, details))
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

    private static DateTimeOffset? InstantOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at : null;

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
