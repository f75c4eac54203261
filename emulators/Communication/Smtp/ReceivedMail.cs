using System.Text;
using System.Text.RegularExpressions;

namespace Compensation.Emulators.Communication.Smtp;

/// <summary>Reads as much of MIME as notices use: a subject in encoded words, and base64 parts in UTF-8.</summary>
internal static partial class ReceivedMail
{
    public static (string Subject, string Text, string? Html) Read(string message)
    {
        (string head, string body) = Cut(message);
        string subject = string.Concat(EncodedWord().Matches(HeaderOf(head, "Subject")).Select(word => Decode(word.Groups["base64"].Value)));
        Match boundary = Boundary().Match(HeaderOf(head, "Content-Type"));
        if (!boundary.Success)
        {
            return (subject, body, null);
        }

        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in body.Split($"--{boundary.Groups["name"].Value}").Skip(1).SkipLast(1))
        {
            (string partHead, string content) = Cut(part.TrimStart());
            parts[HeaderOf(partHead, "Content-Type").Split(';')[0]] = Decode(content.Trim()).ReplaceLineEndings("\n");
        }

        return (subject, parts.GetValueOrDefault("text/plain", string.Empty), parts.GetValueOrDefault("text/html"));
    }

    private static (string Head, string Body) Cut(string text)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (text, string.Empty) : (text[..end].Replace("\r\n ", " ", StringComparison.Ordinal), text[(end + 4)..]);
    }

    private static string HeaderOf(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? string.Empty;

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    [GeneratedRegex(@"=\?utf-8\?B\?(?<base64>[A-Za-z0-9+/=]*)\?=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex("boundary=\"(?<name>[^\"]+)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Boundary();
}
