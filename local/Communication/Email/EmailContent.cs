namespace Azure.Communication.Email;

/// <summary>Subject and body; at least one form of the body is needed.</summary>
public class EmailContent
{
    /// <exception cref="ArgumentNullException"><paramref name="subject"/> is null.</exception>
    public EmailContent(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Subject = subject;
    }

    public string Subject { get; }

    public string? PlainText { get; set; }

    public string? Html { get; set; }
}
