namespace Compensation.Emulators.Communication.Recipients;

/// <summary>What becomes of every message to one recipient.</summary>
/// <param name="Refusal">Why the recipient is refused at once; null if accepted.</param>
/// <param name="IsDelivered">Whether the person gets the message.</param>
/// <param name="Report">What is reported of the delivery; null if nothing ever is.</param>
internal sealed record Fate(string? Refusal, bool IsDelivered, ReportedStatus? Report)
{
    /// <summary>Reports and deliveries happen on whole ten seconds, so that many fall together as they do from a real provider.</summary>
    private static readonly long s_grid = TimeSpan.FromSeconds(10).Ticks;

    public static Fate Of(MessageChannel channel, string recipient) =>
        channel == MessageChannel.Sms ? Phone.FateOf(recipient) : Mailbox.FateOf(recipient);

    /// <summary>When a message sent at an instant arrives, or is found undeliverable: 10 to 50 seconds later.</summary>
    public static DateTimeOffset SettledAt(string recipient, DateTimeOffset sent)
    {
        long delay = s_grid * (1 + (Fnv(recipient) % 4));
        long ticks = sent.UtcTicks + delay + s_grid - 1;
        return new DateTimeOffset(ticks - (ticks % s_grid), TimeSpan.Zero);
    }

    /// <summary>FNV-1a: the same on every run and every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static uint Fnv(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}

/// <summary>A delivery report's status and what it says in words.</summary>
internal sealed record ReportedStatus(string Status, string Details);
