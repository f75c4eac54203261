namespace Microsoft.DurableTask;

/// <summary>Decides after a failure whether to try again.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <inheritdoc cref="RetryHandler"/>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>What a retry handler knows.</summary>
/// <param name="OrchestrationContext">The calling orchestration.</param>
/// <param name="LastAttemptNumber">How many attempts there have been.</param>
/// <param name="LastFailure">Why the last one failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt.</param>
/// <param name="CancellationToken">Never cancelled.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

/// <summary>Either a policy or a handler.</summary>
public sealed class TaskRetryOptions
{
    public TaskRetryOptions(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policy = policy;
    }

    public TaskRetryOptions(AsyncRetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
    }

    public RetryPolicy? Policy { get; }

    public AsyncRetryHandler? Handler { get; }

    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => FromRetryHandler(handler);

    public static implicit operator TaskRetryOptions(RetryHandler handler) => FromRetryHandler(handler);

    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    public static TaskRetryOptions FromRetryHandler(RetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new TaskRetryOptions(context => Task.FromResult(handler(context)));
    }
}

/// <summary>Retries after growing delays, as durable timers.</summary>
public class RetryPolicy
{
    /// <param name="maxNumberOfAttempts">How often the task is tried in all, at least 1.</param>
    /// <param name="firstRetryInterval">The delay before the second attempt, more than zero.</param>
    /// <param name="backoffCoefficient">What each further delay is multiplied by, at least 1.</param>
    /// <param name="maxRetryInterval">The longest delay; null for one hour.</param>
    /// <param name="retryTimeout">A failure later than this after the first attempt is not retried; null for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        CheckNotBelow(firstRetryInterval, maxRetryInterval, nameof(maxRetryInterval));
        CheckNotBelow(firstRetryInterval, retryTimeout, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = static _ => true;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    /// <summary>Infinite if there is no limit.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is retried at all.</summary>
    public Func<Exception, bool> Handle { get; private init; }

    /// <summary>Whether a failure is retried at all, asked of its details.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Handle = exception => value(exception is TaskFailedException failed ? failed.FailureDetails : TaskFailureDetails.FromException(exception));
        }
    }

    private static void CheckNotBelow(TimeSpan first, TimeSpan? value, string name)
    {
        if (value < first && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, "The value must not be less than the first retry interval.");
        }
    }
}
