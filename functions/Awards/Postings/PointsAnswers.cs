using System.Globalization;
using System.Net;

namespace Compensation.Awards.Postings;

/// <summary>What the points system's answers mean to us. An answer that refuses must bear the contract's own code: a gateway's page says nothing about a member.</summary>
internal static class PointsAnswers
{
    /// <param name="status">The HTTP status of an answer that is no success.</param>
    /// <param name="code">The contract's code, where the body bears one.</param>
    /// <param name="balance">For <c>balanceShort</c>.</param>
    /// <param name="retryAfter">How long the system is to be left alone if it said "too many".</param>
    public static PostingOutcome MeaningOf(HttpStatusCode status, string? code, long? balance, TimeSpan retryAfter) => (status, code) switch
    {
        (HttpStatusCode.NotFound, "unknownMember") => new PostingOutcome.Refused("unknownMember"),
        (HttpStatusCode.BadRequest, "invalid") => new PostingOutcome.Refused("invalid"),
        (HttpStatusCode.UnprocessableEntity, "balanceShort") => new PostingOutcome.Short(balance ?? 0),
        (HttpStatusCode.Conflict, "keyUsed") => new PostingOutcome.Contradicted("keyUsed"),
        (HttpStatusCode.TooManyRequests, _) => new PostingOutcome.Throttled(retryAfter),
        // A wrong key or a missing right is ours to mend: it says nothing about the member.
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable, _) => new PostingOutcome.TryLater(Reason(status)),
        ( >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout, _) => new PostingOutcome.Unsettled(Reason(status)),
        _ => new PostingOutcome.Unsettled($"unrecognised: {Reason(status)}"),
    };

    /// <summary>A request without an answer.</summary>
    public static PostingOutcome MeaningOf(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            ? new PostingOutcome.TryLater("no connection")
            : new PostingOutcome.Unsettled("connection lost");

    private static string Reason(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
