using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Payouts.Amazon;

/// <summary>What the API's answers mean to us: the table in <c>docs/providers.md</c>. The same id is asked for again until an answer says what became of it.</summary>
internal static partial class AmazonAnswers
{
    /// <summary>A card that was cancelled or has lapsed is still answered with SUCCESS, and with its code.</summary>
    private const string Fulfilled = "Fulfilled";

    private const string TooLate = "CancelRequestArrivedAfterTimeLimit";

    /// <summary>What asking for a gift card has led to.</summary>
    /// <param name="reply">What was answered.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="value">What was asked for.</param>
    public static IssueResult MeaningOf(AmazonReply reply, string id, Yen value) => reply switch
    {
        AmazonReply.NotAsked => new IssueResult.TryLater(TimeSpan.FromSeconds(1), "as many requests are under way as the contract allows"),
        AmazonReply.Lost lost => new IssueResult.TryLater(RetryAfter.Unsaid, lost.Reason),
        AmazonReply.Answered { Body.Status: "SUCCESS" } success => Issued(success.Body, id, value),
        AmazonReply.Answered failed => Failed(failed),
        _ => throw new InvalidOperationException($"There is no meaning of {reply.GetType().Name}."),
    };

    /// <returns>Null where the card is worthless now; else why it is not.</returns>
    public static string? Cancelled(AmazonReply reply) => reply switch
    {
        AmazonReply.Answered { Body.Status: "SUCCESS" } => null,
        AmazonReply.Answered { Body.ErrorType: TooLate } => "more than 15 minutes have passed",
        AmazonReply.Answered failed => ReasonOf(failed),
        AmazonReply.Lost lost => lost.Reason,
        _ => "as many requests are under way as the contract allows",
    };

    /// <summary>What is left; parts of a yen do not count.</summary>
    public static IssuerFunds Funds(AmazonReply reply) => reply switch
    {
        AmazonReply.Answered { Body: { Status: "SUCCESS", AvailableFunds: { CurrencyCode: AmazonIssuer.Currency, Amount: >= 0 and <= long.MaxValue } left } } => new IssuerFunds(new Yen((long)left.Amount), null),
        AmazonReply.Answered { Body.Status: "SUCCESS" } => new IssuerFunds(null, "unrecognised: success without funds in yen"),
        _ => new IssuerFunds(null, Cancelled(reply)),
    };

    /// <summary>Whether asking once more may lead to another answer.</summary>
    public static bool MayPass(AmazonReply reply) => reply is not AmazonReply.Answered answered || Failed(answered) is IssueResult.TryLater;

    /// <summary>The last whole day in Japan before a card lapses; <c>Tue Dec 07 23:59:59 UTC 2027</c>, as the API writes it.</summary>
    public static bool TryReadLastDay(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null || Expiry().Match(text) is not { Success: true } form
            || !DateTimeOffset.TryParseExact(
                $"{form.Groups["day"]} {form.Groups["year"]}", "MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset lastSecond))
        {
            return text is null;
        }

        day = lastSecond.AddSeconds(1).DateInJapan().AddDays(-1);
        return true;
    }

    /// <summary>A card is handed out as it was asked for, or not at all: whatever else is said in success is for a person to look at.</summary>
    private static IssueResult Issued(AmazonBody body, string id, Yen value)
    {
        string? wrong = !ClaimCode().IsMatch((body.GcClaimCode ?? string.Empty).Replace("-", string.Empty, StringComparison.Ordinal)) ? "a claim code"
            : !CardId().IsMatch(body.GcId ?? string.Empty) ? "a gift card id"
            : body.CreationRequestId is { } asked && asked != id ? "the request's own id"
            : body.CardInfo?.CardStatus is { Length: > 0 } status && !status.Equals(Fulfilled, StringComparison.OrdinalIgnoreCase) ? "a card that is worth its money"
            : body.CardInfo?.Value is { } worth && (worth.CurrencyCode != AmazonIssuer.Currency || worth.Amount != value.Amount) ? "the amount"
            : null;
        if (wrong is not null)
        {
            return new IssueResult.Refused($"unrecognised: success without {wrong}");
        }

        TryReadLastDay(body.GcExpirationDate, out DateOnly? lastDay);
        return new IssueResult.Issued([new IssuedCode(body.GcClaimCode!, lastDay) { Value = value }], $"{id}/{body.GcId}");
    }

    private static IssueResult Failed(AmazonReply.Answered failed) => failed switch
    {
        { Status: HttpStatusCode.TooManyRequests } or { Body.GatewayError: "ThrottlingException" } or { Body.ErrorType: "ThrottlingException" } or { Body.ErrorCode: "ThrottlingException" } =>
            new IssueResult.TryLater(failed.RetryAfter, "too many requests"),
        { Body.GatewayError: { } error } when error.EndsWith("#ThrottlingException", StringComparison.Ordinal) => new IssueResult.TryLater(failed.RetryAfter, "too many requests"),
        { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new IssueResult.Closed(ReasonOf(failed)),
        { Body.Status: "RESEND" } => Later(failed),
        { Body.ErrorCode: ['F', '2', ..] } => new IssueResult.Refused(ReasonOf(failed)),
        { Body.ErrorCode: ['F', '3', ..] } => new IssueResult.Closed(ReasonOf(failed)),

        // F100, F400, F500; errors of the service or of what stands before it; what nobody knows: the same id tells what became of it.
        _ => Later(failed),
    };

    private static IssueResult.TryLater Later(AmazonReply.Answered failed) => new(failed.RetryAfter, ReasonOf(failed));

    /// <summary>Codes and names only: messages may repeat what was asked.</summary>
    private static string ReasonOf(AmazonReply.Answered failed)
    {
        string status = ((int)failed.Status).ToString(CultureInfo.InvariantCulture);
        string said = failed.Body is { } body ? string.Join(' ', new[] { body.ErrorCode, body.ErrorType, body.GatewayError }.Where(part => !string.IsNullOrEmpty(part))) : string.Empty;
        return said.Length == 0 ? $"unrecognised: {status}" : ForeignWords.Line(said, 80);
    }

    [GeneratedRegex(@"\A[A-Z0-9]{14,15}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClaimCode();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CardId();

    [GeneratedRegex(@"\A[A-Z][a-z]{2} (?<day>[A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}) (UTC|GMT) (?<year>[0-9]{4})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expiry();
}
