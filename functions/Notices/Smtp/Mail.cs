using MimeKit;
using MimeKit.Text;

namespace Compensation.Notices.Smtp;

/// <summary>
/// A notice as an Internet message: plain text and the same as a page, in UTF-8. Everything that is not ASCII is base64, so the message needs
/// no extension of any server on its way.
/// </summary>
internal static class Mail
{
    public static MimeMessage Of(OutgoingMessage message, DateTimeOffset now)
    {
        MimeMessage mail = new()
        {
            Date = now,
            MessageId = IdOf(message)[1..^1],
            Subject = message.Subject ?? string.Empty,
            Body = message.Html is null ? Part(TextFormat.Plain, message.Text) : new MultipartAlternative(Part(TextFormat.Plain, message.Text), Part(TextFormat.Html, message.Html)),
        };
        mail.From.Add(Mailbox(message.From));
        mail.To.Add(Mailbox(message.To));
        mail.Headers.Add(AutoSubmitted.Header, AutoSubmitted.Generated);
        return mail;
    }

    /// <summary>Made from the request id, so that a message that did arrive twice would be recognisable as one.</summary>
    public static string IdOf(OutgoingMessage message) => $"<{message.RequestId:N}@{message.From[(message.From.LastIndexOf('@') + 1)..]}>";

    /// <summary>Old carrier addresses with dots side by side, first or last are valid only in quotes.</summary>
    public static MailboxAddress Mailbox(string address)
    {
        int at = address.LastIndexOf('@');
        string local = address[..at];
        bool needsQuotes = local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal);
        return new MailboxAddress(string.Empty, needsQuotes ? $"\"{local}\"{address[at..]}" : address);
    }

    private static TextPart Part(TextFormat format, string text) => new(format) { Text = text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 };
}
