using Compensation.Local.Host.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.ProductionEngine.Tests;

/// <summary>What the app relies on, asked of both engines in the same way, in real time.</summary>
public abstract class EngineConformance
{
    [Fact]
    public async Task Activities_run_one_after_the_other_and_all_at_once()
    {
        await using EngineHost host = await StartAsync();

        OrchestrationMetadata done = await host.RunAsync("Sum", 5);

        Assert.Equal(15 + 15, done.ReadOutputAs<int>());
        Assert.Equal(5, done.ReadInputAs<int>());
        Assert.Equal("\"summed\"", done.SerializedCustomStatus);
    }

    [Fact]
    public async Task A_failure_keeps_its_type_its_message_and_its_cause()
    {
        await using EngineHost host = await StartAsync();

        OrchestrationMetadata failed = await host.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Break' (#0) failed with an unhandled exception: no such office", failed.SerializedOutput);
        Assert.Equal(
            "System.InvalidOperationException|no such office|System.FormatException", (await host.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Who_continues_as_new_gets_the_events_that_nobody_has_read()
    {
        await using EngineHost host = await StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 0);
        await host.UntilAsync(id, one => one.SerializedCustomStatus is not null);
        await host.Client.RaiseEventAsync(id, "Word", "a");
        await host.Client.RaiseEventAsync(id, "Word", "b");
        await host.Client.RaiseEventAsync(id, "Go");
        await host.UntilAsync(id, one => one.SerializedCustomStatus == "1");
        await host.Client.RaiseEventAsync(id, "Word", "c");

        Assert.Equal("abc", (await host.UntilAsync(id, one => one.IsCompleted)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_goes_on_with_all_that_has_come_in_when_it_is_resumed()
    {
        await using EngineHost host = await StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 1);
        await host.UntilAsync(id, one => one.IsRunning);
        await host.Client.SuspendInstanceAsync(id);
        await host.UntilAsync(id, one => one.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        foreach (string word in (string[])["a", "b", "c"])
        {
            await host.Client.RaiseEventAsync(id, "Word", word);
        }

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal("abc", (await host.UntilAsync(id, one => one.IsCompleted)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_instance_has_the_given_output()
    {
        await using EngineHost host = await StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 1);
        await host.UntilAsync(id, one => one.IsRunning);
        await host.Client.TerminateInstanceAsync(id, (object)"enough");

        OrchestrationMetadata ended = await host.UntilAsync(id, one => one.IsCompleted);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
    }

    [Theory]
    [InlineData(false, OrchestrationRuntimeStatus.Completed)]
    [InlineData(true, OrchestrationRuntimeStatus.Failed)]
    public async Task An_instance_that_has_returned_or_thrown_runs_until_what_it_started_has_ended(bool throws, OrchestrationRuntimeStatus expected)
    {
        await using EngineHost host = await StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Leave", throws);
        await host.UntilAsync(id, one => one.SerializedCustomStatus == "\"left\"");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await host.Client.RaiseEventAsync($"{id}-child", "Word", "end");

        Assert.Equal(expected, (await host.UntilAsync(id, one => one.IsCompleted)).RuntimeStatus);
    }

    [Fact]
    public async Task A_timer_fires_no_more_than_a_second_early_and_the_orchestrators_clock_shows_it()
    {
        await using EngineHost host = await StartAsync();

        OrchestrationMetadata done = await host.RunAsync("Wait", 2.5);

        double early = done.ReadOutputAs<double>();
        Assert.InRange(early, -20, MostEarliness.TotalSeconds);
    }

    [Fact]
    public async Task A_running_id_is_refused_and_one_that_has_ended_starts_over()
    {
        await using EngineHost host = await StartAsync();
        string id = Guid.NewGuid().ToString("N");
        StartOrchestrationOptions named = new(id);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 1, named);
        await host.UntilAsync(id, one => one.IsRunning);
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 1, named));
        Assert.Equal("OrchestrationAlreadyExistsException", refused.GetType().Name);
        await host.Client.TerminateInstanceAsync(id);
        await host.UntilAsync(id, one => one.IsCompleted);

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Sum", 1, named);

        Assert.Equal(2, (await host.UntilAsync(id, one => one.RuntimeStatus == OrchestrationRuntimeStatus.Completed)).ReadOutputAs<int>());
    }

    internal abstract Task<IDurableEngine> CreateAsync();

    /// <summary>How early a timer of the engine may fire.</summary>
    protected abstract TimeSpan MostEarliness { get; }

    private async Task<EngineHost> StartAsync() => await EngineHost.StartAsync(await CreateAsync(), tasks => tasks
        .AddOrchestratorFunc<int, int>("Sum", async (context, count) =>
        {
            int sum = 0;
            for (int i = 1; i <= count; i++)
            {
                sum = await context.CallActivityAsync<int>("Add", new[] { sum, i });
            }

            int[] parts = await Task.WhenAll(Enumerable.Range(1, count).Select(i => context.CallActivityAsync<int>("Add", new[] { i, 0 })).ToList());
            context.SetCustomStatus("summed");
            return sum + parts.Sum();
        })
        .AddOrchestratorFunc("Fail", (Func<TaskOrchestrationContext, Task>)(context => context.CallActivityAsync("Break")))
        .AddOrchestratorFunc<string>("Catch", async context =>
        {
            try
            {
                await context.CallActivityAsync("Break");
                return "";
            }
            catch (TaskFailedException failed)
            {
                return $"{failed.FailureDetails.ErrorType}|{failed.FailureDetails.ErrorMessage}|{failed.FailureDetails.InnerFailure?.ErrorType}";
            }
        })
        .AddOrchestratorFunc<int, string>("Listen", async (context, generation) =>
        {
            context.SetCustomStatus(generation);
            if (generation == 0)
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew(1);
                return "";
            }

            string heard = "";
            for (int i = 0; i < 3; i++)
            {
                heard += await context.WaitForExternalEvent<string>("Word");
            }

            return heard;
        })
        .AddOrchestratorFunc<bool>("Leave", async (context, throws) =>
        {
            _ = context.CallSubOrchestratorAsync("Hear", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child"));
            await context.CallActivityAsync<int>("Add", new[] { 1, 2 });
            context.SetCustomStatus("left");
            if (throws)
            {
                throw new TimeoutException();
            }
        })
        .AddOrchestratorFunc("Hear", (Func<TaskOrchestrationContext, Task>)(context => context.WaitForExternalEvent<string>("Word")))
        .AddOrchestratorFunc<double, double>("Wait", async (context, seconds) =>
        {
            DateTime due = context.CurrentUtcDateTime.AddSeconds(seconds);
            await context.CreateTimer(due, CancellationToken.None);
            return (due - context.CurrentUtcDateTime).TotalSeconds;
        })
        .AddActivityFunc<int[], int>("Add", (_, pair) => pair[0] + pair[1])
        .AddActivityFunc("Break", (TaskActivityContext _) => { throw new InvalidOperationException("no such office", new FormatException()); }));
}
