using Compensation.Waves;
using Microsoft.DurableTask;
using Moq;

namespace Compensation.Tests.Waves;

/// <summary>Durable timers on Azure Storage fire up to a second early.</summary>
public class OrchestrationTimeTests
{
    private static readonly DateTimeOffset Start = new(2023, 3, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(1000)]
    public async Task Waiting_ends_when_the_instant_has_come_not_when_the_timer_fires(int earlyMilliseconds)
    {
        HastyClock clock = new(Start, TimeSpan.FromMilliseconds(earlyMilliseconds));

        await clock.Context.WaitUntil(Start.AddHours(3));

        Assert.True(clock.Now >= Start.AddHours(3), $"{clock.Now:O}");
        Assert.InRange(clock.Now, Start.AddHours(3), Start.AddHours(3).AddSeconds(1));
        Assert.InRange(clock.Timers, 1, 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(1000)]
    public async Task Waiting_for_word_ends_when_the_instant_has_come_not_when_the_timer_fires(int earlyMilliseconds)
    {
        HastyClock clock = new(Start, TimeSpan.FromMilliseconds(earlyMilliseconds));

        await clock.Context.WaitForWordUntil("word", Start.AddHours(3)).InTimeAsync();

        Assert.InRange(clock.Now, Start.AddHours(3), Start.AddHours(3).AddSeconds(1));
        Assert.InRange(clock.Timers, 1, 2);
    }

    [Fact]
    public async Task What_has_passed_is_not_waited_for()
    {
        HastyClock clock = new(Start, TimeSpan.Zero);

        await clock.Context.WaitUntil(Start);

        Assert.Equal(0, clock.Timers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_stays_open_after_waiting_for_word(bool wordComes)
    {
        DateTimeOffset now = Start;
        TaskCompletionSource<string> word = new();
        TaskCompletionSource timer = new();
        Mock<TaskOrchestrationContext> context = new();
        context.Setup(one => one.CurrentUtcDateTime).Returns(() => now.UtcDateTime);
        context.Setup(one => one.WaitForExternalEvent<string>("word", It.IsAny<CancellationToken>()))
            .Returns((string _, CancellationToken cancellation) => OpenUntil(word, cancellation));
        context.Setup(one => one.CreateTimer(Start.AddHours(1).UtcDateTime, It.IsAny<CancellationToken>()))
            .Returns((DateTime _, CancellationToken cancellation) => OpenUntil(timer, cancellation));

        Task waiting = context.Object.WaitForWordUntil("word", Start.AddHours(1));
        Assert.False(waiting.IsCompleted);
        now = wordComes ? now : Start.AddHours(1);
        (wordComes ? () => word.SetResult("go") : (Action)timer.SetResult)();
        await waiting.InTimeAsync();

        Assert.True(word.Task.IsCompleted);
        Assert.True(timer.Task.IsCompleted);
        Assert.Equal(wordComes, timer.Task.IsCanceled);
        Assert.Equal(!wordComes, word.Task.IsCanceled);
    }

    private static Task<string> OpenUntil(TaskCompletionSource<string> source, CancellationToken cancellation)
    {
        cancellation.Register(() => source.TrySetCanceled(cancellation));
        return source.Task;
    }

    private static Task OpenUntil(TaskCompletionSource source, CancellationToken cancellation)
    {
        cancellation.Register(() => source.TrySetCanceled(cancellation));
        return source.Task;
    }
}
