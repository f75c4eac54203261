using Compensation.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer function with its schedule.</summary>
internal sealed record ScheduledFunction(Function Function, TimerSchedule Schedule)
{
    /// <summary>Picks the timer functions, and adds to <paramref name="errors"/> what is wrong with their schedules.</summary>
    public static IReadOnlyList<ScheduledFunction> Read(IEnumerable<Function> functions, IConfiguration settings, List<string> errors)
    {
        List<ScheduledFunction> timers = [];
        foreach (Function function in functions)
        {
            if (function.Trigger is not TimerTriggerAttribute trigger)
                continue;

            try
            {
                timers.Add(new ScheduledFunction(function, TimerSchedule.Read(trigger.Schedule, settings)));
            }
            catch (FormatException e)
            {
                errors.Add($"Function '{function.Name}', parameter '{function.TriggerParameter}': {e.Message}.");
            }
        }

        return timers;
    }
}

/// <summary>Runs the app's timer functions while the host runs.</summary>
internal sealed class TimerService(
    IReadOnlyList<ScheduledFunction> functions,
    FunctionRunner runner,
    TimerStatusTable? statuses,
    TimeProvider time,
    WorkInProgress? work,
    ILogger<TimerService> logger) : IHostedService
{
    private readonly List<TimerListener> _listeners = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (statuses is not null)
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
        bool remembered = ((TimerTriggerAttribute)function.Function.Trigger).UseMonitor
            && function.Schedule.Next(next) - next >= TimeSpan.FromMinutes(1);
        return new TimerMonitor(function.Function.Name, function.Schedule, remembered ? statuses : null);
    }
}
