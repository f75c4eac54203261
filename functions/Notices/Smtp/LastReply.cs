using System.Text;
using MailKit;

namespace Compensation.Notices.Smtp;

/// <summary>
/// Listens in on one connection for the reply that decided a message. The library's exceptions bear it too, but not where the server hangs up
/// behind it; and what follows, when the library clears the line for the next message, is none.
/// </summary>
internal sealed class LastReply : IProtocolLogger
{
    private static readonly byte[] s_reset = "RSET\r\n"u8.ToArray();

    private readonly StringBuilder _line = new();
    private bool _isDecided;

    /// <summary>Null where nothing has been heard.</summary>
    public SmtpReply? Value { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Another message begins.</summary>
    public void Forget()
    {
        _line.Clear();
        (Value, _isDecided) = (null, false);
    }

    public void LogConnect(Uri uri) => Forget();

    public void LogClient(byte[] buffer, int offset, int count) => _isDecided |= buffer.AsSpan(offset, count).SequenceEqual(s_reset);

    public void LogServer(byte[] buffer, int offset, int count)
    {
        foreach (byte letter in _isDecided ? [] : buffer.AsSpan(offset, count))
        {
            if (letter == '\n')
            {
                Value = SmtpReply.Read(_line.ToString().TrimEnd('\r')) ?? Value;
                _line.Clear();
            }
            else
            {
                _line.Append((char)letter);
            }
        }
    }

    public void Dispose()
    {
    }
}
