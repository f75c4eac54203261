using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Compensation.Emulators.Communication.Protocol;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Smtp;

/// <summary>A submission server on this machine that fills the same mailboxes.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly SmtpSinkOptions _options;
    private readonly MessageStore _store;
    private readonly FaultGate _faults;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Task _accepting;

    public SmtpSink(SmtpSinkOptions options, MessageStore store, FaultGate faults)
    {
        (_options, _store, _faults) = (options, store, faults);
        _listener = new TcpListener(IPAddress.Loopback, options.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] sessions;
        lock (_gate)
        {
            sessions = [.. _sessions];
        }

        await Task.WhenAll(sessions);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Task session = Task.Run(() => ServeAsync(client));
                lock (_gate)
                {
                    _sessions.Add(session);
                }

                _ = session.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The emulator is being closed.
        }
    }

    private void Forget(Task session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                Stream stream = client.GetStream();
                if (_options.ImplicitTls)
                {
                    SslStream secure = new(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _options.Certificate }, _stopping.Token);
                    stream = secure;
                }

                await new SmtpSession(stream, _options, _store, _faults).RunAsync(_stopping.Token);
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // The client hung up, or the emulator is being closed.
            }
        }
    }
}
