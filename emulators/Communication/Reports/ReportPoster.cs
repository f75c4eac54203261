using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Reports;

/// <summary>
/// Posts one provider's delivery reports when they are due. What is due is read from the store, so a restart goes on where the last run was;
/// a report posted just before a kill is posted again, as Event Grid may do.
/// </summary>
internal sealed class ReportPoster : IAsyncDisposable
{
    private const int LargestBatch = 500;

    /// <summary>Event Grid's own: after these it goes on with the last, and gives an event up after a day.</summary>
    private static readonly TimeSpan[] s_backoff =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
    ];

    private static readonly TimeSpan s_giveUpAfter = TimeSpan.FromDays(1);

    /// <summary>System timers do not reach further than some weeks; looking early costs one query.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CommunicationEmulatorOptions _options;
    private readonly MessageStore _store;
    private readonly bool _ofTwilio;
    private readonly ITimer _timer;
    private DateTimeOffset? _armedFor;
    private IReportSubscriber? _subscriber;
    private Task _posting = Task.CompletedTask;
    private bool _isPosting;
    private int _failures;

    public ReportPoster(CommunicationEmulatorOptions options, MessageStore store, bool ofTwilio)
    {
        (_options, _store, _ofTwilio) = (options, store, ofTwilio);
        _timer = options.Time.CreateTimer(_ => Fire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Where reports go from now on. What waited for it is posted as soon as the clock lets timers fire.</summary>
    public IReportSubscriber? Subscriber
    {
        get => _subscriber;
        set
        {
            lock (_gate)
            {
                _subscriber = value;
                _failures = 0;
                _armedFor = null;
                if (!_isPosting && _store.Reader.NextReport(_ofTwilio) is { } next)
                {
                    Arm(next);
                }
            }
        }
    }

    /// <summary>Takes note of a report that has come to wait.</summary>
    public void Expect(DateTimeOffset due)
    {
        lock (_gate)
        {
            // While posting, or waiting to try again, the next look at the store finds it.
            if (!_isPosting && _failures == 0)
            {
                Arm(due);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Task posting;
        lock (_gate)
        {
            _isPosting = true;
            posting = _posting;
        }

        await _stopping.CancelAsync();
        await posting;
        _stopping.Dispose();
    }

    private void Arm(DateTimeOffset at)
    {
        if (_subscriber is null || _armedFor <= at)
        {
            return;
        }

        TimeSpan wait = at - _options.Time.GetUtcNow();
        _armedFor = at;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > s_longestWait ? s_longestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_isPosting || _subscriber is not { } subscriber)
            {
                return;
            }

            (_isPosting, _armedFor) = (true, null);
            IDisposable? work = _options.BeginWork?.Invoke();
            _posting = Task.Run(() => PostAsync(subscriber, work));
        }
    }

    private async Task PostAsync(IReportSubscriber subscriber, IDisposable? work)
    {
        using (work)
        {
            bool posted = false;
            try
            {
                posted = await PostDueAsync(subscriber);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                EndPosting(posted);
            }
        }
    }

    private void EndPosting(bool posted)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _isPosting = false;
            _failures = posted ? 0 : _failures + 1;
            if (_store.Reader.NextReport(_ofTwilio) is { } next)
            {
                DateTimeOffset retry = _options.Time.GetUtcNow() + (posted ? TimeSpan.Zero : s_backoff[Math.Min(_failures, s_backoff.Length) - 1]);
                Arm(next > retry ? next : retry);
            }
        }
    }

    /// <returns>False as soon as the subscriber did not take a batch.</returns>
    private async Task<bool> PostDueAsync(IReportSubscriber subscriber)
    {
        while (true)
        {
            DateTimeOffset now = _options.Time.GetUtcNow();
            List<StoredMessage> due = _store.Reader.ReportsDue(_ofTwilio, now, LargestBatch);
            if (due.Count == 0)
            {
                return true;
            }

            if (await subscriber.PostAsync(Disordered(due), _stopping.Token))
            {
                await _store.Writer.SettleReportsAsync([.. due.Select(message => message.Sequence)], posted: true);
                continue;
            }

            long[] tooOld = [.. due.Where(message => now - message.ReportAt > s_giveUpAfter).Select(message => message.Sequence)];
            if (tooOld.Length > 0)
            {
                await _store.Writer.SettleReportsAsync(tooOld, posted: false);
            }

            return false;
        }
    }

    private IReadOnlyList<StoredMessage> Disordered(List<StoredMessage> due)
    {
        if (_options.ReportDisorder is not { } disorder)
        {
            return due;
        }

        Random random = new(disorder.Seed ^ (int)due[0].Sequence);
        StoredMessage[] shuffled = [.. due, .. due.Where(_ => random.NextDouble() < disorder.DuplicateShare)];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
