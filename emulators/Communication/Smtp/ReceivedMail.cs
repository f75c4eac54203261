using System.Text;
using MimeKit;

namespace Compensation.Emulators.Communication.Smtp;

/// <summary>What a person would see of a message.</summary>
internal static class ReceivedMail
{
    /// <param name="message">As it came over the wire: one character for each byte.</param>
    public static (string Subject, string Text, string? Html) Read(string message)
    {
        using MemoryStream bytes = new(Encoding.Latin1.GetBytes(message));
        using MimeMessage mail = MimeMessage.Load(bytes);
        return (mail.Subject ?? string.Empty, Lines(mail.TextBody) ?? string.Empty, Lines(mail.HtmlBody));
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n");
}
