namespace Azure.Communication.Email;

/// <summary>A file that goes with the message, or an image shown within it.</summary>
public class EmailAttachment
{
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public EmailAttachment(string name, string contentType, BinaryData content)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(content);
        (Name, ContentType, Content) = (name, contentType, content);
    }

    public string Name { get; }

    public string ContentType { get; }

    public BinaryData Content { get; }

    /// <summary>By which the HTML body refers to an image, as <c>cid:…</c>.</summary>
    public string? ContentId { get; set; }
}
