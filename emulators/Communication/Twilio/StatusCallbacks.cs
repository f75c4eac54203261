using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Reports;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Twilio;

/// <summary>Twilio's status callbacks: each message's own address is called, once for each status, signed, and never again if nobody answers.</summary>
internal sealed class StatusCallbacks(HttpClient client) : IReportSubscriber
{
    private const int AtATime = 8;

    public async Task<bool> PostAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken)
    {
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(messages, bounded, PostAsync);
        return true;
    }

    private async ValueTask PostAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        foreach ((string status, string? errorCode) in StatusesOf(message))
        {
            List<KeyValuePair<string, string>> fields =
            [
                new("AccountSid", TwilioAccount.Sid),
                new("ApiVersion", "2010-04-01"),
                new("From", message.Ask.From),
                new("MessageSid", message.MessageId!),
                new("MessageStatus", status),
                new("SmsSid", message.MessageId!),
                new("SmsStatus", status),
                new("To", message.Ask.To),
            ];
            if (errorCode is not null)
            {
                fields.Add(new("ErrorCode", errorCode));
            }

            using HttpRequestMessage request = new(HttpMethod.Post, message.Ask.Tag) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Add("X-Twilio-Signature", TwilioAccount.Sign(message.Ask.Tag!, fields));
            try
            {
                using HttpResponseMessage ignored = await client.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static IEnumerable<(string Status, string? ErrorCode)> StatusesOf(StoredMessage message)
    {
        Fate fate = Phone.FateOf(message.Ask.To);
        yield return ("sent", null);
        if (!fate.IsDelivered)
        {
            yield return ("undelivered", "30003");
        }
        else if (string.Equals(fate.Report?.Status, "Delivered", StringComparison.Ordinal))
        {
            yield return ("delivered", null);
        }
    }
}
