using System.Text.Json.Serialization;

namespace Compensation.Emulators.Communication;

/// <summary>What goes wrong on the sending side. Counts run down as they are used; pages and <c>/emulator</c> stay well.</summary>
public sealed record EmulatorFaults
{
    /// <summary>Of communication services only this channel fails; null: both do.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<MessageChannel>))]
    public MessageChannel? Only { get; init; }

    /// <summary>Messages per minute of the emulator's clock, beyond which requests get 429. Refused ones count too. Null: no limit.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>The next so many requests get 429.</summary>
    public int ThrottleNext { get; init; }

    /// <summary>Retry-After of requests throttled by <see cref="ThrottleNext"/>, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 10;

    /// <summary>The next so many requests get <see cref="FailStatus"/>.</summary>
    public int FailNext { get; init; }

    /// <summary>500 to 599.</summary>
    public int FailStatus { get; init; } = 503;

    /// <summary>For the next so many SMS recipients of communication services the answer is <see cref="RecipientStatus"/> within a 202.</summary>
    public int RecipientsUnavailableNext { get; init; }

    /// <summary>400 to 599.</summary>
    public int RecipientStatus { get; init; } = 503;

    /// <summary>The next so many requests are accepted, and then the connection is dropped without an answer.</summary>
    public int DropNext { get; init; }

    /// <summary>The next so many requests are accepted, and the answer breaks off in its middle. Communication services only.</summary>
    public int CutNext { get; init; }

    /// <summary>The next so many requests are accepted, and never answered: whoever asked gives up. Communication services only.</summary>
    public int StallNext { get; init; }

    /// <summary>The next so many requests are answered with <see cref="AnswerCode"/>, in the provider's own way.</summary>
    public int AnswerNext { get; init; }

    /// <summary>Communication services: an HTTP status from 400; Twilio: an error code within a 400; SMTP: a reply to the recipient.</summary>
    public int AnswerCode { get; init; } = 418;

    /// <summary>One message in so many is throttled, failed or left unanswered, once. Which one, and how, follows from its request id alone. 0: none.</summary>
    public int OneIn { get; init; }

    /// <summary>Real time by which each answer is late.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>Every connection is dropped unheard.</summary>
    public bool Down { get; init; }

    internal string? Problem => this switch
    {
        { MessagesPerMinute: < 1 } => "messagesPerMinute must be at least 1.",
        { ThrottleNext: < 0 } or { FailNext: < 0 } or { RecipientsUnavailableNext: < 0 } or { DropNext: < 0 } or { CutNext: < 0 } or { StallNext: < 0 } or { AnswerNext: < 0 } or { OneIn: < 0 } => "Counts must not be negative.",
        { RetryAfterSeconds: < 0 } => "retryAfterSeconds must not be negative.",
        { FailStatus: < 500 or > 599 } => "failStatus must be from 500 to 599.",
        { RecipientStatus: < 400 or > 599 } => "recipientStatus must be from 400 to 599.",
        { AnswerCode: < 400 or > 99_999 } => "answerCode must be from 400 to 99999.",
        { DelayMilliseconds: < 0 or > 600_000 } => "delayMilliseconds must be from 0 to 600000.",
        _ => null,
    };
}
