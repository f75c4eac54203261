using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Compensation.Notices.Smtp;

/// <summary>The server did not agree to a step, or the connection was lost in it.</summary>
/// <param name="step">How far the message had come.</param>
/// <param name="reply">What the server answered; null where it answered nothing.</param>
/// <param name="inner">What the library says.</param>
internal sealed class SmtpFailedException(SmtpStep step, SmtpReply? reply, Exception inner) : Exception($"The server answered {reply?.ToString() ?? "nothing"} to the step {step}.", inner)
{
    public SmtpStep Step => step;

    public SmtpReply? Reply => reply;

    /// <summary>Whether the server, or the network, is the reason.</summary>
    public static bool IsOne(Exception failed) =>
        IsReply(failed) || failed is IOException or SocketException or System.Security.Authentication.AuthenticationException or ProtocolException or SslHandshakeException or SaslException or ServiceNotConnectedException or NotSupportedException;

    /// <summary>Whether a reply is the reason.</summary>
    public static bool IsReply(Exception failed) => failed is SmtpCommandException or AuthenticationException or ServiceNotAuthenticatedException;
}
