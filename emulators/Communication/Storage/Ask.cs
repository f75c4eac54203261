namespace Compensation.Emulators.Communication.Storage;

/// <summary>One message that somebody asks to be sent to one recipient, in a valid form.</summary>
/// <param name="Part">Which recipient of the request it is, from 0; always 0 for SMS, whose request ids name one recipient.</param>
/// <param name="Refusal">Why it is refused, with the status; null if it is to be accepted.</param>
/// <param name="Tag">What comes back with the report: communication services' tag, the address of Twilio's status callback.</param>
internal sealed record Ask(
    MessageChannel Channel,
    string To,
    string From,
    string? Subject,
    string Text,
    string? Html,
    string? RequestId,
    int Part,
    string? Tag,
    bool WantsReport,
    Refusal? Refusal)
{
    /// <summary>Who took it: message ids have a form of their own at each.</summary>
    public AskedOf AskedOf { get; init; } = AskedOf.CommunicationServices;
}

/// <summary>A provider that is emulated.</summary>
internal enum AskedOf
{
    CommunicationServices,
    Twilio,
    Smtp,
}

/// <summary>Why one recipient is refused.</summary>
internal sealed record Refusal(int Status, string Message, bool OfRepeatability = false);

/// <summary>What came of an ask. The message id is null if it was refused.</summary>
internal sealed record AskOutcome(Ask Ask, string? MessageId);
