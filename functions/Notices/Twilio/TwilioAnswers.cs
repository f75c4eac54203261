using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Compensation.Notices.Twilio;

/// <summary>
/// What Twilio's answers mean to us. Only the code is kept: Twilio's words repeat the number they are about.
/// </summary>
internal static class TwilioAnswers
{
    private static readonly FrozenDictionary<int, Verdict> Verdicts = new Dictionary<int, Verdict>
    {
        [21211] = Verdict.Recipient, // not a telephone number
        [21214] = Verdict.Recipient, // cannot be reached
        [21217] = Verdict.Recipient, // does not look valid
        [21265] = Verdict.Recipient, // a short code
        [21610] = Verdict.Recipient, // opted out
        [21614] = Verdict.Recipient, // not a mobile number
        [21635] = Verdict.Recipient, // a landline
        [14107] = Verdict.TooMany,
        [20429] = Verdict.TooMany,
        [21611] = Verdict.TooMany, // the sender's queue is full
        [63038] = Verdict.TooMany, // the account's messages of the day are used up
        [20003] = Verdict.Ours, // key or token
        [20005] = Verdict.Ours, // account suspended
        [20404] = Verdict.Ours, // no such account
        [21212] = Verdict.Ours, // sender invalid
        [21408] = Verdict.Ours, // country not permitted
        [21602] = Verdict.Ours, // no text
        [21603] = Verdict.Ours, // no sender
        [21606] = Verdict.Ours, // sender cannot send SMS
        [21609] = Verdict.Ours, // status callback not valid
        [21612] = Verdict.Ours, // no route from this sender
        [21617] = Verdict.Ours, // text too long
        [21659] = Verdict.Ours, // sender is not Twilio's
        [21660] = Verdict.Ours, // sender is another account's
        [21661] = Verdict.Ours, // sender cannot send SMS
    }.ToFrozenDictionary();

    private enum Verdict
    {
        /// <summary>Says something about the person: final.</summary>
        Recipient,
        TooMany,

        /// <summary>Account, key or sender: ours to mend, and then to be tried again.</summary>
        Ours,
    }

    /// <summary>A request that was not accepted.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Twilio's own code, where the answer bears one.</param>
    /// <param name="retryAfter">How long Twilio is to be left alone if it said "too many".</param>
    public static SendOutcome MeaningOf(HttpStatusCode status, int? code, TimeSpan retryAfter)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{(int)status} {code}").TrimEnd();
        if (status == HttpStatusCode.TooManyRequests)
        {
            return new SendOutcome.Throttled(retryAfter);
        }

        if (code is { } known && Verdicts.TryGetValue(known, out Verdict verdict))
        {
            return verdict switch
            {
                Verdict.Recipient => new SendOutcome.Refused(reason),
                Verdict.TooMany => new SendOutcome.Throttled(retryAfter),
                _ => new SendOutcome.TryLater(reason),
            };
        }

        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable => new SendOutcome.TryLater(reason),
            // An error object says that no message was made of the request.
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when code is not null => new SendOutcome.TryLater($"unrecognised: {reason}"),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new SendOutcome.Unsettled(reason),
            _ => new SendOutcome.Unsettled($"unrecognised: {reason}"),
        };
    }

    /// <summary>A request without an answer.</summary>
    public static SendOutcome MeaningOf(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            ? new SendOutcome.TryLater("no connection")
            : new SendOutcome.Unsettled("connection lost");
}
