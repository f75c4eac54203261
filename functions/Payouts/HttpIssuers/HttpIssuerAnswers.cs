using System.Globalization;
using System.Net;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Payouts.HttpIssuers;

/// <summary>What an issuer's answers mean to us: <c>docs/issuer-api.md</c>. An answer that refuses must bear the contract's own word: a gateway's page says nothing about a claim.</summary>
internal static class HttpIssuerAnswers
{
    private const int CodesMax = 10;
    private const int TextLengthMax = 64;
    private const int ReasonLengthMax = 200;

    public static IssueResult MeaningOf(HttpStatusCode status, CodesAnswered? answer, TimeSpan retryAfter, Yen value) => (status, answer?.Code) switch
    {
        (HttpStatusCode.OK or HttpStatusCode.Created, _) => Issued(answer, value),
        (HttpStatusCode.UnprocessableEntity, "outOfStock") => new IssueResult.OutOfStock(),
        (HttpStatusCode.UnprocessableEntity, "closed") => new IssueResult.Closed(Words(answer?.Reason, "closed")),
        (HttpStatusCode.Conflict, "keyUsed") => new IssueResult.Refused("keyUsed"),
        (HttpStatusCode.NotFound, "unknownKey") => new IssueResult.Refused("unknownKey"),
        (HttpStatusCode.Gone, "takenBack") => new IssueResult.Refused("takenBack"),
        (HttpStatusCode.BadRequest, "invalid") => new IssueResult.Refused("invalid"),
        (HttpStatusCode.TooManyRequests, _) => new IssueResult.TryLater(retryAfter, "too many requests"),
        // A wrong key or a missing right is ours to mend, and concerns everybody.
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new IssueResult.Closed(Reason(status)),
        ( >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout, _) => new IssueResult.TryLater(retryAfter, Reason(status)),
        _ => new IssueResult.TryLater(retryAfter, $"unrecognised: {Reason(status)}"),
    };

    /// <summary>A request without an answer.</summary>
    public static string ReasonOf(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError ? "no connection" : "connection lost";

    /// <summary>Codes are handed out that are worth what was asked for, or none: whatever else is said in success is for a person to look at.</summary>
    private static IssueResult Issued(CodesAnswered? answer, Yen value)
    {
        if (!IsText(answer?.Reference) || answer!.Codes is not { Count: > 0 and <= CodesMax } codes || !codes.All(code => IsText(code?.Code) && code!.Yen > 0))
        {
            return new IssueResult.Refused("unrecognised: success without reference or codes");
        }

        if (codes.DistinctBy(code => code!.Code, StringComparer.Ordinal).Count() < codes.Count)
        {
            return new IssueResult.Refused("unrecognised: one code twice");
        }

        decimal sum = codes.Sum(code => (decimal)code!.Yen);
        return sum == value.Amount
            ? new IssueResult.Issued([.. codes.Select(code => new IssuedCode(code!.Code!, code.LastDay) { Value = new Yen(code.Yen) })], answer.Reference!)
            : new IssueResult.Refused(string.Create(CultureInfo.InvariantCulture, $"codes worth {sum} yen instead of {value.Amount}"));
    }

    /// <summary>Visible ASCII: what people type, and what stands in a list.</summary>
    internal static bool IsText(string? text) => text is { Length: > 0 and <= TextLengthMax } && text.All(character => character is >= '!' and <= '~');

    private static string Words(string? said, string otherwise) => ForeignWords.Line(said ?? string.Empty, ReasonLengthMax) is { Length: > 0 } words ? words : otherwise;

    private static string Reason(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
