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

/// <summary>The server did not agree to a step.</summary>
internal sealed class SmtpRefusedException(SmtpStep step, SmtpReply reply) : Exception($"The server answered {reply} to the step {step}.")
{
    public SmtpStep Step => step;

    public SmtpReply Reply => reply;
}
