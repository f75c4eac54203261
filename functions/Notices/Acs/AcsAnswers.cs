using System.Globalization;
using Azure;
using Compensation.Common.Http;

namespace Compensation.Notices.Acs;

/// <summary>What Azure Communication Services' answers mean to us: one table for the whole request, one for a recipient inside it.</summary>
internal static class AcsAnswers
{
    /// <summary>A recipient's own status inside an accepted request.</summary>
    public static SendOutcome MeaningOf(int recipientStatus, string? messageId, string? error) => recipientStatus switch
    {
        200 or 202 => new SendOutcome.Accepted(messageId ?? string.Empty),
        429 => new SendOutcome.Throttled(RetryAfter.Unsaid),
        400 or 401 or 403 or 404 => new SendOutcome.Refused(Reason(recipientStatus, error)),
        >= 500 => new SendOutcome.TryLater(Reason(recipientStatus, error)),
        _ => new SendOutcome.Unsettled($"unrecognised: {Reason(recipientStatus, error)}"),
    };

    /// <summary>A request that failed as a whole.</summary>
    public static SendOutcome MeaningOf(RequestFailedException failure) => failure.Status switch
    {
        0 => NeverLeft(failure) ? new SendOutcome.TryLater("no connection") : new SendOutcome.Unsettled("connection lost"),
        400 => new SendOutcome.Refused(Reason(400, failure.ErrorCode)),
        429 => new SendOutcome.Throttled(WaitOf(failure)),
        // A wrong key or a missing right is ours to mend: it says nothing about the recipient.
        401 or 403 or 503 => new SendOutcome.TryLater(Reason(failure.Status, failure.ErrorCode)),
        >= 500 or 408 => new SendOutcome.Unsettled(Reason(failure.Status, failure.ErrorCode)),
        _ => new SendOutcome.Unsettled($"unrecognised: {Reason(failure.Status, failure.ErrorCode)}"),
    };

    private static bool NeverLeft(RequestFailedException failure) =>
        failure.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static TimeSpan WaitOf(RequestFailedException failure) => failure.GetRawResponse() is { } response
        ? RetryAfter.In(response.Headers.TryGetValue("Retry-After", out string? header) ? header : null, response.Headers.Date)
        : RetryAfter.Unsaid;

    private static string Reason(int status, string? detail) => string.Create(CultureInfo.InvariantCulture, $"{status} {detail}").TrimEnd();
}
