using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>How activities that only an outage can fail are retried.</summary>
public static class Patience
{
    /// <summary>An outage of storage or provider heals by itself within a weekend; what fails longer stops its orchestration loudly.</summary>
    public static readonly TaskOptions OverAWeekend = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 60, firstRetryInterval: TimeSpan.FromSeconds(30), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));
}
