using Compensation.Local.Host.Functions;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Host.Timers;

/// <summary>
/// Runs one timer function on its schedule. Runs never overlap: one that is still going when the next is due makes that one late,
/// and those that it covers entirely are left out.
/// </summary>
internal sealed partial class TimerListener(
    HostedFunction function, TimerMonitor monitor, TimerRunner runner, TimeProvider time, WorkInProgress work, ILogger logger) : IAsyncDisposable
{
    // Timers of the platform reach 49 days; a look at the clock once a day also bridges longer schedules.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private bool _pastDue;
    private bool _atOnce;
    private bool _stopped;

    public async Task StartAsync(CancellationToken cancellation)
    {
        _pastDue = await monitor.StartAsync(time.GetUtcNow(), cancellation);
        _atOnce = _pastDue || function.Trigger.RunOnStartup == true;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait();
    }

    /// <summary>Ends the waiting, asks a run to end, and waits for it.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _stopped = true;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellation);
        await monitor.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        _stopping.Dispose();
    }

    private void Wait()
    {
        TimeSpan wait = _atOnce ? TimeSpan.Zero : monitor.Next - time.GetUtcNow();
        lock (_gate)
        {
            if (!_stopped)
                _timer!.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestWait.Ticks)), Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        IDisposable piece = work.Begin();
        lock (_gate)
        {
            if (_stopped)
                piece.Dispose();
            else
                _running = Task.Run(() => RunIfDueAsync(piece));
        }
    }

    private async Task RunIfDueAsync(IDisposable piece)
    {
        using (piece)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_atOnce || now >= monitor.Next)
                await RunAsync(now);
            Wait();
        }
    }

    private async Task RunAsync(DateTimeOffset at)
    {
        TimerRun run = new(function.Trigger.UseMonitor != false ? monitor.Status : null, _pastDue);
        _atOnce = _pastDue = false;
        try
        {
            await runner(function, run, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            // An error ends this run, not the schedule.
            LogFailure(e, function.Name);
        }

        try
        {
            await monitor.RanAsync(at, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogUnrecorded(e, function.Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "Timer function {Function} failed.")]
    private partial void LogFailure(Exception exception, string function);

    [LoggerMessage(LogLevel.Warning, "The last run of timer function {Function} could not be recorded.")]
    private partial void LogUnrecorded(Exception exception, string function);
}
