using Compensation.Operations.Acts.Chain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>
/// Writes the heads of chains that have moved outside the store: the first at once, and then at most once a minute. What could not be written is written with the next.
/// </summary>
public sealed class AnchorKeeper : IHostedService, IDisposable
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(1);

    private readonly IAnchors _anchors;
    private readonly TimeProvider _time;
    private readonly ILogger<AnchorKeeper> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChainHead> _moved = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer _timer;
    private DateTimeOffset _nextAt = DateTimeOffset.MinValue;
    private bool _isPlanned;

    public AnchorKeeper(IAnchors anchors, TimeProvider time, ILogger<AnchorKeeper> log)
    {
        (_anchors, _time, _log) = (anchors, time, log);
        _timer = time.CreateTimer(_ => _ = WriteAsync(CancellationToken.None), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    public void Dispose()
    {
        _timer.Dispose();
        _turn.Dispose();
    }

    internal void Moved(string partition, ChainHead head)
    {
        if (!_anchors.AreKept)
        {
            return;
        }

        lock (_gate)
        {
            if (!_moved.TryGetValue(partition, out ChainHead? known) || known.Sequence < head.Sequence)
            {
                _moved[partition] = head;
            }

            Plan();
        }
    }

    /// <summary>Writes what has moved since the last time. Failures are logged: acts do not wait for it.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        IReadOnlyCollection<Anchor> due = [];
        try
        {
            due = TakeDue();
            if (due.Count > 0)
            {
                await _anchors.WriteAsync(due, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.NotAnchored(failure.Message);
            PutBack(due);
        }
        finally
        {
            _turn.Release();
        }
    }

    private IReadOnlyCollection<Anchor> TakeDue()
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            Anchor[] due = [.. _moved.Select(head => new Anchor(head.Key, head.Value.Sequence, head.Value.Hash, now))];
            _moved.Clear();
            (_isPlanned, _nextAt) = (false, now + AtMostEvery);
            return due;
        }
    }

    private void PutBack(IReadOnlyCollection<Anchor> due)
    {
        foreach (Anchor anchor in due)
        {
            Moved(anchor.Partition, new ChainHead(anchor.Sequence, anchor.Hash));
        }
    }

    private void Plan()
    {
        if (!_isPlanned)
        {
            TimeSpan wait = _nextAt - _time.GetUtcNow();
            _isPlanned = true;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
