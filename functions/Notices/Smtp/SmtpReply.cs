using System.Globalization;

namespace Compensation.Notices.Smtp;

/// <summary>A server's reply. Its words are not kept: they often repeat the address.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Enhanced">Such as <c>5.1.1</c>, where the server gives it (RFC 3463); otherwise empty.</param>
internal readonly record struct SmtpReply(int Code, string Enhanced)
{
    /// <summary>What it is about, after the class: <c>1.1</c> of <c>5.1.1</c>.</summary>
    public string Detail => Enhanced.Length > 2 ? Enhanced[2..] : string.Empty;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} {Enhanced}").TrimEnd();

    /// <param name="line">One line of a reply.</param>
    /// <returns>Null where it does not begin with a code.</returns>
    public static SmtpReply? Read(string line) =>
        line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? new SmtpReply(code, EnhancedOf(line)) : null;

    /// <summary>A class, and two numbers of up to three digits.</summary>
    private static string EnhancedOf(string line)
    {
        string word = line.Length > 4 ? line[4..].Split(' ')[0] : string.Empty;
        string[] parts = word.Split('.');
        return parts is [['2' or '4' or '5'], { Length: > 0 and <= 3 }, { Length: > 0 and <= 3 }] && parts.All(part => part.All(char.IsAsciiDigit)) ? word : string.Empty;
    }
}

/// <summary>How far a message had come when a reply was given.</summary>
internal enum SmtpStep
{
    /// <summary>Greeting, TLS, authentication, sender: nothing of it is about the recipient.</summary>
    Introduction,
    Recipient,

    /// <summary>The message itself is about to be handed over.</summary>
    Content,

    /// <summary>The message has been handed over whole.</summary>
    End,
}
