namespace Compensation.Notices;

/// <summary>What a carrier says became of a message.</summary>
/// <param name="Origin">Who says it: an event type, or a provider.</param>
/// <param name="RequestId">Our request id. Not to be trusted before its signature is checked.</param>
/// <param name="Meaning">In our words.</param>
/// <param name="At">When the carrier knew it; null where it does not say: then it is when we first heard.</param>
/// <param name="Reason">The carrier's word, such as <c>Bounced</c>.</param>
internal sealed record DeliveryReport(string Origin, Guid RequestId, DeliveryMeaning Meaning, DateTimeOffset? At, string Reason);

/// <summary>A carrier's word in ours.</summary>
internal enum DeliveryMeaning
{
    Delivered,
    Undelivered,

    /// <summary>Says nothing final about this message.</summary>
    NotFinal,

    /// <summary>A word we do not know: reported, never taken for success or failure.</summary>
    Unrecognised,
}
