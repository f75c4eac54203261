namespace Azure.Communication.Email;

/// <summary>One message, as it is to be sent.</summary>
public class EmailMessage
{
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public EmailMessage(string senderAddress, EmailRecipients recipients, EmailContent content)
    {
        ArgumentNullException.ThrowIfNull(senderAddress);
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(content);
        (SenderAddress, Recipients, Content) = (senderAddress, recipients, content);
    }

    /// <inheritdoc cref="EmailMessage(string,EmailRecipients,EmailContent)"/>
    public EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
        : this(senderAddress, new EmailRecipients([new EmailAddress(recipientAddress)]), content)
    {
    }

    public string SenderAddress { get; }

    public EmailRecipients Recipients { get; }

    public EmailContent Content { get; }

    public IList<EmailAttachment> Attachments { get; } = [];

    public IList<EmailAddress> ReplyTo { get; } = [];

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool? UserEngagementTrackingDisabled { get; set; }
}
