using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Smtp;

/// <summary>A few connections that are used again, never more than allowed.</summary>
public sealed class SmtpConnections(IOptions<SmtpOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Servers and gateways forget connections; one that rested longer is not tried.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _slots = new(options.Value.ConnectionsMax);
    private readonly ConcurrentStack<SmtpConnection> _resting = new();

    /// <summary>Lends a connection that is in order; whatever is not in order afterwards is closed.</summary>
    internal async Task<T> UseAsync<T>(Func<SmtpConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        SmtpConnection? connection = null;
        try
        {
            connection = await RestedAsync(cancellationToken) ?? await SmtpConnection.OpenAsync(options.Value, cancellationToken);
            return await work(connection);
        }
        finally
        {
            Return(connection);
            _slots.Release();
        }
    }

    public void Dispose()
    {
        while (_resting.TryPop(out SmtpConnection? connection))
        {
            connection.Dispose();
        }

        _slots.Dispose();
    }

    private async Task<SmtpConnection?> RestedAsync(CancellationToken cancellationToken)
    {
        while (_resting.TryPop(out SmtpConnection? connection))
        {
            try
            {
                if (time.GetElapsedTime(connection.UsedAt) < RestMax)
                {
                    await connection.AskWhetherOpenAsync(cancellationToken);
                    return connection;
                }
            }
            catch (SmtpFailedException)
            {
                // It was closed while it rested.
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            connection.Dispose();
        }

        return null;
    }

    private void Return(SmtpConnection? connection)
    {
        if (connection is { IsInOrder: true } && connection.Messages < options.Value.MessagesPerConnection)
        {
            connection.UsedAt = time.GetTimestamp();
            _resting.Push(connection);
        }
        else
        {
            connection?.Dispose();
        }
    }
}
