using System.Text.Json.Serialization;

namespace Compensation.Payouts.Amazon;

/// <summary>What is asked for.</summary>
internal sealed record CreateGiftCard(string CreationRequestId, string PartnerId, GiftCardValue Value);

/// <summary>What is to be made worthless.</summary>
internal sealed record CancelGiftCard(string CreationRequestId, string PartnerId, string GcId);

/// <summary>What is left of what was paid in is asked for.</summary>
internal sealed record GetAvailableFunds(string PartnerId);

internal sealed record GiftCardValue(string CurrencyCode, decimal Amount);

/// <summary>An answer of the API, of whatever operation: what it does not say is null.</summary>
internal sealed record AmazonBody
{
    public string? Status { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorType { get; init; }

    public string? CreationRequestId { get; init; }

    public string? GcClaimCode { get; init; }

    public string? GcId { get; init; }

    public string? GcExpirationDate { get; init; }

    public GiftCard? CardInfo { get; init; }

    public GiftCardValue? AvailableFunds { get; init; }

    /// <summary>How the service's own gateway names an error.</summary>
    [JsonPropertyName("__type")]
    public string? GatewayError { get; init; }

    /// <summary>Says nothing of the code.</summary>
    public override string ToString() => $"{Status} {ErrorCode} {ErrorType}";
}

internal sealed record GiftCard(string? CardStatus, GiftCardValue? Value);

/// <summary>What came of a request.</summary>
internal abstract record AmazonReply
{
    private AmazonReply()
    {
    }

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">Null where it is not the API's.</param>
    /// <param name="RetryAfter">How long the service is to be left alone if it says so.</param>
    public sealed record Answered(System.Net.HttpStatusCode Status, AmazonBody? Body, TimeSpan RetryAfter) : AmazonReply;

    /// <summary>Nothing was heard: the request may have been carried out.</summary>
    public sealed record Lost(string Reason) : AmazonReply;

    /// <summary>It was not this one's turn: nothing was asked.</summary>
    public sealed record NotAsked : AmazonReply;
}
