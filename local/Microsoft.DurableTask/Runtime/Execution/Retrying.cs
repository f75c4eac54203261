using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>Repeats failed tasks as a policy or handler says. Delays are durable timers.</summary>
internal static class Retrying
{
    /// <summary>The error type of a call to an activity that nobody has added. Trying again cannot help.</summary>
    public const string ActivityNotFound = "ActivityTaskNotFound";

    /// <summary>The error type of a call to an orchestrator that nobody has added.</summary>
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? options, Func<Task<T>> attempt) => options switch
    {
        { Policy: { } policy } => WithPolicyAsync(context, policy, attempt),
        { Handler: { } handler } => WithHandlerAsync(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> WithPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        DateTime first = context.CurrentUtcDateTime;
        for (int attempts = 1; ; attempts++)
        {
            TimeSpan delay;
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failure) when (IsRetriable(failure))
            {
                if (attempts >= policy.MaxNumberOfAttempts
                    || IsTooLate(policy, context.CurrentUtcDateTime - first)
                    || !policy.Handle(failure))
                {
                    throw;
                }

                delay = DelayAfter(policy, attempts);
            }

            await context.CreateTimer(delay, CancellationToken.None);
        }
    }

    private static async Task<T> WithHandlerAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        DateTime first = context.CurrentUtcDateTime;
        for (int attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failure) when (IsRetriable(failure))
            {
                TimeSpan elapsed = context.CurrentUtcDateTime - first;
                if (!await handler(new RetryContext(context, attempts, failure.FailureDetails, elapsed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsRetriable(TaskFailedException failure) =>
        failure.FailureDetails.ErrorType is not (ActivityNotFound or OrchestratorNotFound);

    private static bool IsTooLate(RetryPolicy policy, TimeSpan elapsed) =>
        policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout;

    private static TimeSpan DelayAfter(RetryPolicy policy, int attempts)
    {
        double milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        TimeSpan longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(365_000) : policy.MaxRetryInterval;
        return milliseconds >= longest.TotalMilliseconds ? longest : TimeSpan.FromMilliseconds(milliseconds);
    }
}
