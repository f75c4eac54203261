using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging;
using Compensation.Common;
using Compensation.Notices.EventGrid;

namespace Compensation.Notices.Acs;

/// <summary>Reads the delivery reports that Azure Communication Services sends through Event Grid.</summary>
internal static class AcsDeliveryReports
{
    private const string Sms = "Microsoft.Communication.SMSDeliveryReportReceived";
    private const string Email = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const int ReasonLengthMax = 200;
    private const int StatusLengthMax = 40;

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

    /// <summary>Before there were such reports, and what a carrier's clock may be ahead of ours: no report is older or newer, and the store could not hold all that can be written.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    public static bool AreReports(string type) => type is Sms or Email;

    /// <summary>Finds the report in an event of ours.</summary>
    /// <returns>The event with its report, with neither where it names no message of ours, or set aside.</returns>
    public static ReceivedEvent Read(ReceivedEvent received, DateTimeOffset now)
    {
        if (received.Envelope is not { Data: { } data } envelope)
        {
            return received.SetAside("The event has no data.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(data);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(received, envelope, document.RootElement, now) : received.SetAside("The event's data is not an object.");
        }
        catch (Exception unreadable) when (EventReader.IsFaultOfInput(unreadable))
        {
            return received.SetAside($"The event's data cannot be read: {unreadable.GetType().Name}.");
        }
    }

    private static ReceivedEvent Read(ReceivedEvent received, CloudEvent envelope, JsonElement data, DateTimeOffset now)
    {
        bool isSms = envelope.Type == Sms;
        string status = Text(data, isSms ? "deliveryStatus" : "status");
        string details = isSms ? Text(data, "deliveryStatusDetails") : string.Empty;
        string id = Text(data, isSms ? "tag" : "messageId");
        if (!Guid.TryParse(id, out Guid requestId))
        {
            return received;
        }

        string at = isSms ? Text(data, "receivedTimestamp") : Text(data, "deliveryAttemptTimeStamp") is { Length: > 0 } attempt ? attempt : Text(data, "deliveryAttemptTimestamp");
        DateTimeOffset? heard = at.Length == 0 ? envelope.Time : InstantOf(at);
        if ((at.Length > 0 && heard is null) || heard < Earliest || heard > now + AheadMax)
        {
            return received.SetAside("The event's time is none at which a report can have been made.");
        }

        DeliveryMeaning meaning = MeaningOf(envelope.Type, status, details);
        return meaning == DeliveryMeaning.Unrecognised
            ? received.SetAside($"The report's status is none that is known: '{ForeignWords.Masked(status, StatusLengthMax)}'.")
            : received with { Report = new DeliveryReport(envelope.Type, requestId, meaning, heard?.ToUniversalTime(), ReasonOf(status, details)) };
    }

    private static DeliveryMeaning MeaningOf(string type, string status, string details)
    {
        // 5002 says only that the carrier returned no receipt: the message may well have arrived.
        bool noReceipt = status == "Failed" && details.Contains("ErrorCode: 5002", StringComparison.OrdinalIgnoreCase);
        return noReceipt ? DeliveryMeaning.NotFinal : Meanings.GetValueOrDefault($"{type}:{status}", DeliveryMeaning.Unrecognised);
    }

    /// <summary>Carriers' words repeat the number they are about.</summary>
    private static string ReasonOf(string status, string details) => ForeignWords.Masked(details.Length == 0 ? status : $"{status}: {details}", ReasonLengthMax);

    private static DateTimeOffset? InstantOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at : null;

    /// <summary>The service's own samples differ in the capitals of names.</summary>
    /// <exception cref="FormatException">The member is there, and is no text.</exception>
    private static string Text(JsonElement data, string name)
    {
        foreach (JsonProperty property in data.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
            {
                return property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : throw new FormatException($"{name} is no text.");
            }
        }

        return string.Empty;
    }
}
