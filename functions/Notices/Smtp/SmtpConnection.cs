using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Compensation.Notices.Smtp;

/// <summary>
/// One connection to a submission server, one message at a time. It knows at every moment whether a message has been handed over whole,
/// which is what decides whether a lost connection leaves a doubt.
/// </summary>
internal sealed class SmtpConnection : IDisposable
{
    private const int LineMax = 2048;
    private const int ReplyLinesMax = 100;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly SmtpOptions _options;
    private readonly byte[] _buffer = new byte[LineMax];
    private HashSet<string> _extensions = new(StringComparer.OrdinalIgnoreCase);
    private Stream _stream = Stream.Null;
    private int _from;
    private int _to;

    private SmtpConnection(SmtpOptions options) => _options = options;

    public int Messages { get; private set; }

    /// <summary>From here on the server may have the message, whatever is heard.</summary>
    public bool HandedOver { get; private set; }

    /// <summary>Whether the conversation is at a point from which another message can begin.</summary>
    public bool IsInOrder { get; private set; }

    public long UsedAt { get; set; }

    /// <exception cref="SmtpRefusedException">The server does not want us.</exception>
    public static async Task<SmtpConnection> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        SmtpConnection connection = new(options);
        try
        {
            await connection.IntroduceAsync(cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Clears whatever an earlier message left, and finds out whether anybody is still there.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) => CommandAsync(SmtpStep.Introduction, "RSET", 250, cancellationToken);

    public async Task<SmtpReply> SendAsync(string from, string to, byte[] content, CancellationToken cancellationToken)
    {
        (HandedOver, IsInOrder) = (false, false);
        Messages++;
        await CommandAsync(SmtpStep.Introduction, $"MAIL FROM:<{from}>", 250, cancellationToken);
        await CommandAsync(SmtpStep.Recipient, $"RCPT TO:<{to}>", 250, cancellationToken);
        await CommandAsync(SmtpStep.Content, "DATA", 354, cancellationToken);
        IsInOrder = false;
        await _stream.WriteAsync(content, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        HandedOver = true;
        return await CommandAsync(SmtpStep.End, ".", 250, cancellationToken);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        await _tcp.ConnectAsync(_options.Host!, _options.Port, cancellationToken);
        _stream = _tcp.GetStream();
        if (_options.Security == SmtpSecurity.Implicit)
        {
            await SecureAsync(cancellationToken);
        }

        await ReplyAsync(SmtpStep.Introduction, 220, cancellationToken);
        await HelloAsync(cancellationToken);
        if (_options.Security == SmtpSecurity.StartTls)
        {
            await CommandAsync(SmtpStep.Introduction, "STARTTLS", 220, cancellationToken);
            if (_from < _to)
            {
                throw new IOException("Something was put between STARTTLS and TLS.");
            }

            await SecureAsync(cancellationToken);
            await HelloAsync(cancellationToken);
        }

        if (!string.IsNullOrEmpty(_options.UserName))
        {
            await LogInAsync(cancellationToken);
        }
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        _extensions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await CommandAsync(SmtpStep.Introduction, $"EHLO {_options.ClientName}", 250, cancellationToken, line => _extensions.UnionWith(line.Split(' ')));
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        if (_extensions.Contains("PLAIN"))
        {
            await CommandAsync(SmtpStep.Introduction, $"AUTH PLAIN {Base64($"\0{_options.UserName}\0{_options.Password}")}", 235, cancellationToken);
            return;
        }

        await CommandAsync(SmtpStep.Introduction, "AUTH LOGIN", 334, cancellationToken);
        await CommandAsync(SmtpStep.Introduction, Base64(_options.UserName!), 334, cancellationToken);
        await CommandAsync(SmtpStep.Introduction, Base64(_options.Password!), 235, cancellationToken);
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        SslClientAuthenticationOptions tls = new() { TargetHost = _options.Host };
        if (!string.IsNullOrEmpty(_options.AuthorityFile))
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(_options.AuthorityFile);
        }

        SslStream secure = new(_stream);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(tls, cancellationToken);
    }

    private async Task<SmtpReply> CommandAsync(SmtpStep step, string command, int expected, CancellationToken cancellationToken, Action<string>? onLine = null)
    {
        IsInOrder = false;
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        return await ReplyAsync(step, expected, cancellationToken, onLine);
    }

    private async Task<SmtpReply> ReplyAsync(SmtpStep step, int expected, CancellationToken cancellationToken, Action<string>? onLine = null)
    {
        for (int lines = 0; lines < ReplyLinesMax; lines++)
        {
            string line = await LineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            {
                throw new IOException("The server's reply does not begin with a code.");
            }

            onLine?.Invoke(line.Length > 4 ? line[4..] : string.Empty);
            if (line.Length == 3 || line[3] != '-')
            {
                SmtpReply reply = new(code, EnhancedOf(line));
                // After 421 the server hangs up.
                IsInOrder = code != 421;
                return code == expected ? reply : throw new SmtpRefusedException(step, reply);
            }
        }

        throw new IOException("The server's reply does not end.");
    }

    /// <summary>The status of RFC 3463 behind the code: a class, and two numbers of up to three digits.</summary>
    private static string EnhancedOf(string line)
    {
        string word = line.Length > 4 ? line[4..].Split(' ')[0] : string.Empty;
        string[] parts = word.Split('.');
        return parts is [['2' or '4' or '5'], { Length: > 0 and <= 3 }, { Length: > 0 and <= 3 }] && parts.All(part => part.All(char.IsAsciiDigit)) ? word : string.Empty;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        while (true)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
                if (_to == 0)
                {
                    throw new IOException("The server hung up.");
                }
            }

            char next = (char)_buffer[_from++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append(next).Length > LineMax)
            {
                throw new IOException("A line of the server's reply is too long.");
            }
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
