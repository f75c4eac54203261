using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Compensation.Notices.Smtp;

/// <summary>
/// One connection to a submission server, one message at a time. It knows at every moment whether a message has been handed over whole,
/// which is what decides whether a lost connection leaves a doubt.
/// </summary>
internal sealed class SmtpConnection : IDisposable
{
    private readonly LastReply _reply = new();
    private readonly SmtpClient _client;

    private SmtpConnection(SmtpOptions options)
    {
        _client = new SmtpClient(_reply) { LocalDomain = options.ClientName, CheckCertificateRevocation = false };
        if (!string.IsNullOrEmpty(options.AuthorityFile))
        {
            _client.ServerCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(options.AuthorityFile, certificate, errors);
        }
    }

    public int Messages { get; private set; }

    /// <summary>From here on the server may have the message, whatever is heard.</summary>
    public bool HandedOver { get; private set; }

    /// <summary>Whether the conversation is at a point from which another message can begin.</summary>
    public bool IsInOrder => _client.IsConnected && _reply.Value is not { Code: 421 };

    public long UsedAt { get; set; }

    /// <exception cref="SmtpFailedException">The server does not want us, or is not there.</exception>
    public static async Task<SmtpConnection> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        SmtpConnection connection = new(options);
        try
        {
            await connection.IntroduceAsync(options, cancellationToken);
            return connection;
        }
        catch (Exception failed) when (SmtpFailedException.IsOne(failed))
        {
            connection.Dispose();
            throw new SmtpFailedException(SmtpStep.Introduction, SmtpFailedException.IsReply(failed) ? connection._reply.Value : null, failed);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Finds out whether anybody is still there.</summary>
    /// <exception cref="SmtpFailedException">Nobody is.</exception>
    public async Task AskWhetherOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.NoOpAsync(cancellationToken);
        }
        catch (Exception failed) when (SmtpFailedException.IsOne(failed))
        {
            throw new SmtpFailedException(SmtpStep.Introduction, reply: null, failed);
        }
    }

    /// <exception cref="SmtpFailedException">The server has not taken the message, or nobody can know.</exception>
    public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        HandedOver = false;
        Messages++;
        _reply.Forget();
        try
        {
            await _client.SendAsync(mail, cancellationToken, new UntilWhole(this));
        }
        catch (Exception failed) when (SmtpFailedException.IsOne(failed))
        {
            SmtpStep step = StepOf(failed);
            bool isReply = SmtpFailedException.IsReply(failed) || (step == SmtpStep.End && _reply.Value is { Code: >= 400 });
            throw new SmtpFailedException(step, isReply ? _reply.Value : null, failed);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task IntroduceAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        SecureSocketOptions security = options.Security switch
        {
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            SmtpSecurity.Implicit => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };
        await _client.ConnectAsync(await DialAsync(options, cancellationToken), options.Host!, options.Port, security, cancellationToken);
        if (!string.IsNullOrEmpty(options.UserName))
        {
            await _client.AuthenticateAsync(options.UserName, options.Password!, cancellationToken);
        }
    }

    /// <summary>Without NoDelay the last bytes of each message, which the library sends by themselves, wait for an acknowledgement that the server puts off: some 40 ms.</summary>
    private static async Task<Socket> DialAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host!, options.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SmtpStep StepOf(Exception failed) => failed switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } => SmtpStep.Recipient,
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } or ServiceNotAuthenticatedException => SmtpStep.Introduction,
        _ => HandedOver ? SmtpStep.End : SmtpStep.Content,
    };

    /// <summary>A closed network's own authority is the only one.</summary>
    private static bool IsTrusted(string authorityFile, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using X509Chain chain = new() { ChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return chain.Build(shown);
    }

    /// <summary>Sees the last byte of a message go.</summary>
    private sealed class UntilWhole(SmtpConnection connection) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize) => connection.HandedOver |= bytesTransferred >= totalSize;

        public void Report(long bytesTransferred)
        {
        }
    }
}
