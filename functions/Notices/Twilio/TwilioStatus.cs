using System.Text.RegularExpressions;

namespace Compensation.Notices.Twilio;

/// <summary>Reads a status callback. It bears no time, so the first hearing counts.</summary>
internal static partial class TwilioStatus
{
    /// <summary>The query's parameter with our request id.</summary>
    public const string IdParameter = "id";

    public static DeliveryReport Read(Guid requestId, string status, string errorCode) => new(
        TwilioOptions.Provider,
        requestId,
        MeaningOf(status),
        At: null,
        // Both go into the log and the record: nothing but words and digits.
        string.Join(' ', new[] { status, errorCode }.Where(part => Word().IsMatch(part))));

    private static DeliveryMeaning MeaningOf(string status) => status switch
    {
        "delivered" or "read" => DeliveryMeaning.Delivered,
        "undelivered" or "failed" or "canceled" => DeliveryMeaning.Undelivered,
        "accepted" or "scheduled" or "queued" or "sending" or "sent" => DeliveryMeaning.NotFinal,
        _ => DeliveryMeaning.Unrecognised,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
