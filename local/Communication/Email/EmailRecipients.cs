namespace Azure.Communication.Email;

/// <summary>Who gets the message: at most 50 addresses in all.</summary>
public class EmailRecipients
{
    /// <exception cref="ArgumentNullException"><paramref name="to"/> is null.</exception>
    public EmailRecipients(IEnumerable<EmailAddress> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        (To, CC, BCC) = ([.. to], [], []);
    }

    public EmailRecipients(IEnumerable<EmailAddress>? to = null, IEnumerable<EmailAddress>? cc = null, IEnumerable<EmailAddress>? bcc = null) =>
        (To, CC, BCC) = ([.. to ?? []], [.. cc ?? []], [.. bcc ?? []]);

    public IList<EmailAddress> To { get; }

    public IList<EmailAddress> CC { get; }

    public IList<EmailAddress> BCC { get; }
}
