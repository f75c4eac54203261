using System.Security.Cryptography;
using System.Text;
using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Reports;

/// <summary>One delivery report: what both envelopes carry.</summary>
internal sealed record DeliveryReport(string Id, string Type, string Subject, DateTimeOffset Time, object Data)
{
    public static DeliveryReport Of(StoredMessage message)
    {
        ReportedStatus status = Fate.Of(message.Ask.Channel, message.Ask.To).Report!;
        return message.Ask.Channel == MessageChannel.Sms ? OfSms(message, status) : OfEmail(message, status);
    }

    private static DeliveryReport OfSms(StoredMessage message, ReportedStatus status)
    {
        DateTimeOffset at = message.ReportAt!.Value;
        bool delivered = string.Equals(status.Status, "Delivered", StringComparison.Ordinal);
        return new DeliveryReport(
            IdOf(message), "Microsoft.Communication.SMSDeliveryReportReceived", $"/phonenumber/{message.Ask.From}", at,
            new
            {
                messageId = message.MessageId,
                from = message.Ask.From,
                to = message.Ask.To,
                deliveryStatus = status.Status,
                deliveryStatusDetails = status.Details,
                receivedTimestamp = at.UtcDateTime,
                deliveryAttempts = new[] { new { timestamp = at.UtcDateTime, segmentsSucceeded = delivered ? 1 : 0, segmentsFailed = delivered ? 0 : 1 } },
                tag = message.Ask.Tag,
            });
    }

    private static DeliveryReport OfEmail(StoredMessage message, ReportedStatus status)
    {
        DateTimeOffset at = message.ReportAt!.Value;
        string host = message.Ask.To[(message.Ask.To.LastIndexOf('@') + 1)..];
        return new DeliveryReport(
            IdOf(message), "Microsoft.Communication.EmailDeliveryReportReceived", $"sender/{message.Ask.From}/message/{message.MessageId}", at,
            new
            {
                sender = message.Ask.From,
                recipient = message.Ask.To,
                messageId = message.MessageId,
                internetMessageId = $"<{IdOf(message)}@emulator.invalid>",
                status = status.Status,
                deliveryStatusDetails = new { statusMessage = status.Details, recipientMailServerHostName = "mx." + host },
                deliveryAttemptTimeStamp = at.UtcDateTime,
            });
    }

    /// <summary>Derived, so that a report posted again after a failure is recognisably the same event.</summary>
    private static string IdOf(StoredMessage message) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{message.MessageId}\n{message.Ask.To}")).AsSpan(0, 16)).ToString();
}
