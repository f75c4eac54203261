using Compensation.Emulators.Communication.Recipients;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>One row: an ask, and what came of it.</summary>
/// <param name="MessageId">Null if refused; of a repeat, the first one's.</param>
/// <param name="ReportAt">When its delivery report is due; null if there is none.</param>
internal sealed record StoredMessage(long Sequence, DateTimeOffset At, Ask Ask, bool IsRepeat, string? MessageId, DateTimeOffset? ReportAt)
{
    /// <summary>How Twilio's message ids begin, and no other's.</summary>
    public const string TwilioPrefix = "SM";

    public bool IsAccepted => MessageId is not null && !IsRepeat;

    public EmulatedMessage ToPublic() => new(
        Sequence, At, Ask.Channel, Ask.To, Ask.From, Ask.Subject, Ask.Text, Ask.Html, Ask.RequestId, MessageId!,
        Fate.Of(Ask.Channel, Ask.To).IsDelivered ? Fate.SettledAt(Ask.To, At) : null);
}
