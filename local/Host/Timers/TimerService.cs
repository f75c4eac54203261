using Compensation.Local.Host.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Host.Timers;

/// <summary>Runs a timer function once; throws what the run threw.</summary>
internal delegate Task TimerRunner(HostedFunction function, TimerRun run, CancellationToken cancellationToken);

/// <summary>A timer function with its schedule.</summary>
internal sealed record ScheduledFunction(HostedFunction Function, TimerSchedule Schedule)
{
    /// <summary>Picks the timer functions, and adds to <paramref name="errors"/> what is wrong with their schedules.</summary>
    public static IReadOnlyList<ScheduledFunction> Read(IEnumerable<HostedFunction> functions, IConfiguration settings, List<string> errors)
    {
        List<ScheduledFunction> timers = [];
        foreach (HostedFunction function in functions.Where(function => function.Trigger.Is("timerTrigger")))
        {
            try
            {
                timers.Add(new ScheduledFunction(function, TimerSchedule.Read(function.Trigger.Schedule ?? "", settings)));
            }
            catch (FormatException wrong)
            {
                errors.Add($"Function '{function.Name}', parameter '{function.Trigger.Name}': {wrong.Message}.");
            }
        }

        return timers;
    }
}

/// <summary>Runs the app's timer functions while the host runs.</summary>
internal sealed class TimerService(
    IReadOnlyList<ScheduledFunction> functions,
    TimerRunner runner,
    TimerStatusTable? statuses,
    TimeProvider time,
    WorkInProgress work,
    ILogger<TimerService> logger)
{
    private readonly List<TimerListener> _listeners = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (statuses is not null && functions.Count > 0)
            await statuses.CreateAsync(cancellationToken);

        foreach (ScheduledFunction function in functions)
        {
            TimerListener listener = new(function.Function, Monitor(function), runner, time, work, logger);
            _listeners.Add(listener);
            await listener.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_listeners.Select(listener => listener.StopAsync(cancellationToken)));
        foreach (TimerListener listener in _listeners)
            await listener.DisposeAsync();
        _listeners.Clear();
    }

    /// <summary>An interval below a minute is not worth remembering.</summary>
    private TimerMonitor Monitor(ScheduledFunction function)
    {
        DateTimeOffset next = function.Schedule.Next(time.GetUtcNow());
        bool remembered = function.Function.Trigger.UseMonitor != false
            && function.Schedule.Next(next) - next >= TimeSpan.FromMinutes(1);
        return new TimerMonitor(function.Function.Name, function.Schedule, remembered ? statuses : null);
    }
}
