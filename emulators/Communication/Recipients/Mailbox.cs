namespace Compensation.Emulators.Communication.Recipients;

/// <summary>Mailboxes: how the local part begins decides.</summary>
internal static class Mailbox
{
    public const string SuppressedPrefix = "suppressed.";

    private static readonly Fate s_delivered = new(Refusal: null, IsDelivered: true, new("Delivered", "The message was accepted by the recipient's server."));
    private static readonly Fate s_bounced = new(Refusal: null, IsDelivered: false, new("Bounced", "550 5.1.1 The mailbox does not exist."));

    private static readonly (string Prefix, Fate Fate)[] s_byPrefix =
    [
        ("bounce.", s_bounced),
        (SuppressedPrefix, new(Refusal: null, IsDelivered: false, new("Suppressed", "The recipient is on the suppression list."))),
        ("spam.", new(Refusal: null, IsDelivered: false, new("FilteredSpam", "The message was filtered as spam."))),
        ("quarantined.", new(Refusal: null, IsDelivered: false, new("Quarantined", "The message was quarantined as bulk."))),
        ("failed.", new(Refusal: null, IsDelivered: false, new("Failed", "451 4.4.4 The recipient's server did not answer."))),
        ("noreport.", new(Refusal: null, IsDelivered: true, Report: null)),
    ];

    public static Fate FateOf(string address)
    {
        foreach ((string prefix, Fate fate) in s_byPrefix)
        {
            if (address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return fate;
            }
        }

        string local = address[..Math.Max(0, address.LastIndexOf('@'))];
        return IsOldCarrierForm(local) && local.Length % 2 == 1 ? s_bounced : s_delivered;
    }

    /// <summary>Loose on purpose: old Japanese carrier addresses break the standard's rules about dots, and still work.</summary>
    public static bool IsAddress(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && text.IndexOf('.', at) > at + 1 && !text.EndsWith('.') && !text.Any(char.IsWhiteSpace);
    }

    /// <summary>Two dots in a row, or one at the start or before the at sign.</summary>
    private static bool IsOldCarrierForm(string local) =>
        local.Contains("..", StringComparison.Ordinal) || local.StartsWith('.') || local.EndsWith('.');
}
