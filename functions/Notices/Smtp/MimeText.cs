using System.Globalization;
using System.Text;

namespace Compensation.Notices.Smtp;

/// <summary>
/// A notice as an Internet message: plain text and the same as a page, in UTF-8. Everything that is not ASCII is base64, so the message needs
/// no extension of any server on its way, and no line of it begins with a dot.
/// </summary>
internal static class MimeText
{
    // RFC 2047: a line with an encoded word has at most 76 characters. "Subject: " takes 9, =?utf-8?B??= takes 12, and 36 bytes become 48.
    private const int WordBytes = 36;

    public static byte[] Of(OutgoingMessage message, DateTimeOffset now)
    {
        string boundary = $"part-{message.RequestId:N}";
        StringBuilder text = new();
        Line(text, $"Date: {now.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000");
        Line(text, $"Message-ID: {IdOf(message)}");
        Line(text, $"From: <{Address(message.From)}>");
        Line(text, $"To: <{Address(message.To)}>");
        Line(text, $"Subject: {Words(message.Subject ?? string.Empty)}");
        Line(text, $"{AutoSubmitted.Header}: {AutoSubmitted.Generated}");
        Line(text, "MIME-Version: 1.0");
        Line(text, $"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"");
        Line(text, string.Empty);
        Part(text, boundary, "plain", message.Text);
        if (message.Html is not null)
        {
            Part(text, boundary, "html", message.Html);
        }

        Line(text, $"--{boundary}--");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Made from the request id, so that a message that did arrive twice would be recognisable as one.</summary>
    public static string IdOf(OutgoingMessage message) => $"<{message.RequestId:N}@{message.From[(message.From.LastIndexOf('@') + 1)..]}>";

    /// <summary>Old carrier addresses with dots side by side, first or last are valid only in quotes.</summary>
    public static string Address(string address)
    {
        int at = address.LastIndexOf('@');
        string local = address[..at];
        return local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal) ? $"\"{local}\"{address[at..]}" : address;
    }

    private static void Part(StringBuilder text, string boundary, string subtype, string content)
    {
        Line(text, $"--{boundary}");
        Line(text, $"Content-Type: text/{subtype}; charset=utf-8");
        Line(text, "Content-Transfer-Encoding: base64");
        Line(text, string.Empty);
        // Inside text, lines end with CRLF before they are encoded (RFC 2045).
        string lines = content.ReplaceLineEndings("\r\n");
        Line(text, Convert.ToBase64String(Encoding.UTF8.GetBytes(lines), Base64FormattingOptions.InsertLineBreaks));
    }

    /// <summary>The subject in encoded words, cut between characters and folded.</summary>
    private static string Words(string text)
    {
        List<string> words = [];
        List<byte> word = [];
        byte[] character = new byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            int length = rune.EncodeToUtf8(character);
            if (word.Count + length > WordBytes)
            {
                words.Add(Word(word));
                word.Clear();
            }

            word.AddRange(character.AsSpan(0, length));
        }

        words.Add(Word(word));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
