using Microsoft.DurableTask;
using Moq;

namespace Compensation.Tests.Waves;

/// <summary>An orchestration's clock that jumps to each timer, and stops a little before it. No event comes.</summary>
internal sealed class HastyClock
{
    public HastyClock(DateTimeOffset start, TimeSpan early)
    {
        Now = start;
        Mock.Setup(context => context.CurrentUtcDateTime).Returns(() => Now.UtcDateTime);
        Mock.Setup(context => context.WaitForExternalEvent<string>(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<string>().Task);
        Mock.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>())).Returns((DateTime due, CancellationToken _) =>
        {
            Timers++;
            DateTimeOffset fired = new DateTimeOffset(due, TimeSpan.Zero) - early;
            Now = fired > Now ? fired : Now;
            return Task.CompletedTask;
        });
    }

    public DateTimeOffset Now { get; private set; }

    public int Timers { get; private set; }

    public TaskOrchestrationContext Context => Mock.Object;

    public Mock<TaskOrchestrationContext> Mock { get; } = new();
}
