namespace Compensation.Emulators.Communication;

/// <summary>How a message reaches a person.</summary>
public enum MessageChannel
{
    Sms = 1,
    Email = 2,
}

/// <summary>One message that the emulator accepted for one person.</summary>
/// <param name="Sequence">Place in the order of all requests, from 1, without repeats among accepted messages.</param>
/// <param name="At">When it was accepted, UTC.</param>
/// <param name="To">Phone number in E.164 form, or e-mail address as it was given.</param>
/// <param name="Subject">Null for SMS.</param>
/// <param name="Text">The plain text; for an e-mail without one, the HTML.</param>
/// <param name="RequestId">Repeatability id of an SMS, operation id of an e-mail.</param>
/// <param name="MessageId">What delivery reports call it.</param>
/// <param name="DeliveredAt">When the person gets it, UTC; null if never.</param>
public sealed record EmulatedMessage(
    long Sequence,
    DateTimeOffset At,
    MessageChannel Channel,
    string To,
    string From,
    string? Subject,
    string Text,
    string? Html,
    string? RequestId,
    string MessageId,
    DateTimeOffset? DeliveredAt)
{
    public bool WillBeDelivered => DeliveredAt is not null;
}
