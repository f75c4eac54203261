using Microsoft.DurableTask;

namespace Compensation.Waves;

/// <summary>An orchestration's own clock, and waiting by it.</summary>
public static class OrchestrationTime
{
    public static DateTimeOffset Now(this TaskOrchestrationContext context) => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>Waits until an instant; at once where it has passed.</summary>
    public static Task WaitUntil(this TaskOrchestrationContext context, DateTimeOffset instant) =>
        context.Now() >= instant ? Task.CompletedTask : context.CreateTimer(instant.UtcDateTime, CancellationToken.None);
}
