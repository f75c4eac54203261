using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>An orchestration's own clock, and waiting by it. Durable timers may fire up to a second early, so nothing here goes by a timer alone.</summary>
public static class OrchestrationTime
{
    private static readonly TimeSpan EarlyAtMost = TimeSpan.FromSeconds(1);

    public static DateTimeOffset Now(this TaskOrchestrationContext context) => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>Waits until an instant has come; at once where it has passed.</summary>
    public static Task WaitUntil(this TaskOrchestrationContext context, DateTimeOffset instant) => WaitUntil(context, instant, CancellationToken.None);

    /// <summary>
    /// Waits for an event, or until the instant has come; what has not come is given up, so that nothing stays open. Whoever asks looks at the clock afterwards.
    /// </summary>
    /// <param name="context">The orchestration's.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="instant">When waiting ends; null for never.</param>
    public static async Task WaitForWordUntil(this TaskOrchestrationContext context, string eventName, DateTimeOffset? instant)
    {
        using CancellationTokenSource waiting = new();
        Task word = context.WaitForExternalEvent<string>(eventName, waiting.Token);
        await (instant is { } end ? Task.WhenAny(word, WaitUntil(context, end, waiting.Token)) : word);
        GiveUp(waiting);
    }

    /// <summary>Waits for what has begun, or until the instant has come. What has begun goes on; the timer does not.</summary>
    public static async Task WaitUntil(this TaskOrchestrationContext context, DateTimeOffset instant, Task begun)
    {
        using CancellationTokenSource waiting = new();
        await Task.WhenAny(begun, WaitUntil(context, instant, waiting.Token));
        GiveUp(waiting);
    }

#pragma warning disable CA1849 // CancelAsync would go on on another thread, which an orchestration must not.
    private static void GiveUp(CancellationTokenSource waiting) => waiting.Cancel();
#pragma warning restore CA1849

    private static async Task WaitUntil(TaskOrchestrationContext context, DateTimeOffset instant, CancellationToken cancellation)
    {
        DateTimeOffset due = instant;
        while (context.Now() < instant)
        {
            await context.CreateTimer(due.UtcDateTime, cancellation);
            due = instant + EarlyAtMost;
        }
    }
}
