using Compensation.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class ActivityTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sequence_of_activities_passes_values_on(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc<int, int>("Sum", async (context, count) =>
                {
                    int sum = 0;
                    for (int i = 0; i < count; i++)
                    {
                        sum = await context.CallActivityAsync<int>("Add", new[] { sum, i });
                    }

                    return sum;
                })
                .AddActivityFunc<int[], int>("Add", (_, pair) => pair[0] + pair[1]),
            new HostSetup { ExtendedSessions = extendedSessions });

        OrchestrationMetadata done = await host.RunAsync("Sum", 20);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(190, done.ReadOutputAs<int>());
        Assert.Equal(20, done.ReadInputAs<int>());
        Assert.Equal("Sum", done.Name);
    }

    [Fact]
    public async Task Three_hundred_activities_fan_out_and_in()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int>("FanOut", async context =>
            {
                IEnumerable<Task<int>> all = Enumerable.Range(0, 300).Select(i => context.CallActivityAsync<int>("Twice", i)).ToList();
                return (await Task.WhenAll(all)).Sum();
            })
            .AddActivityFunc<int, int>("Twice", async (_, value) =>
            {
                await Task.Yield();
                return value * 2;
            }));

        Assert.Equal(89_700, (await host.RunAsync("FanOut")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task At_most_as_many_activities_run_as_the_limit_says()
    {
        int running = 0;
        int most = 0;
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc("FanOut", (TaskOrchestrationContext context) =>
                    (Task)Task.WhenAll(Enumerable.Range(0, 30).Select(i => context.CallActivityAsync("Count", i)).ToList()))
                .AddActivityFunc<int>("Count", async (_, _) =>
                {
                    int now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }),
            new HostSetup { MostActivities = 3 });

        await host.RunAsync("FanOut");

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_failure_reaches_the_orchestrator_with_its_details()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    TaskFailureDetails details = failed.FailureDetails;
                    return $"{failed.TaskName}|{failed.TaskId}|{details.ErrorType}|{details.ErrorMessage}|{details.IsCausedBy<ArgumentException>()}"
                        + $"|{details.IsCausedBy<IOException>()}|{details.InnerFailure!.ErrorType}|{details.StackTrace is not null}";
                }
            })
            .AddActivityFunc("Break", (TaskActivityContext _) =>
            {
                throw new ArgumentOutOfRangeException("It broke.", new TimeoutException("Too slow."));
            }));

        Assert.Equal(
            "Break|0|System.ArgumentOutOfRangeException|It broke.|True|False|System.TimeoutException|True",
            (await host.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_orchestration()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Fail", context => context.CallActivityAsync("Ruin"))
            .AddActivityFunc("Ruin", (TaskActivityContext _) => { throw new InvalidDataException("Line 3 is bad."); }));

        OrchestrationMetadata failed = await host.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", failed.FailureDetails!.ErrorType);
        Assert.Equal("Task 'Ruin' (#0) failed with an unhandled exception: Line 3 is bad.", failed.FailureDetails.ErrorMessage);
        Assert.Equal("System.IO.InvalidDataException", failed.FailureDetails.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task Unknown_activities_and_orchestrators_fail_by_name()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Ask", async context =>
            {
                try
                {
                    RetryPolicy policy = new(5, TimeSpan.FromHours(1));
                    await context.CallActivityAsync("Nobody", TaskOptions.FromRetryPolicy(policy));
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorType;
                }
            }));

        Assert.Equal("ActivityTaskNotFound", (await host.RunAsync("Ask")).ReadOutputAs<string>());
        OrchestrationMetadata unknown = await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, unknown.RuntimeStatus);
        Assert.Equal("OrchestratorTaskNotFound", unknown.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Activities_know_who_calls_them()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Who", 7))
            .AddActivityFunc<int, string>("Who", (context, number) => $"{context.Name}|{context.InstanceId}|{number}"));

        OrchestrationMetadata done = await host.RunAsync("Ask", options: new StartOrchestrationOptions("me"));

        Assert.Equal("Who|me|7", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_is_too_large_for_the_store_fails_by_name()
    {
        string large = new('x', 250_000);
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Ask", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Make");
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            })
            .AddOrchestratorFunc<string>("Pass", context => context.CallActivityAsync<string>("Make", large))
            .AddOrchestratorFunc<string>("Return", _ => Task.FromResult(large))
            .AddActivityFunc("Make", (TaskActivityContext _) => large));

        Assert.Contains("output of activity 'Make' takes 250002 bytes", (await host.RunAsync("Ask")).ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.Contains("input of activity 'Make'", (await host.RunAsync("Pass")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("output of the orchestration", (await host.RunAsync("Return")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_of_many_properties_arrives_whole_and_one_too_large_is_refused()
    {
        string large = string.Concat(Enumerable.Repeat("受取😀", 30_000));
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Echo", async (context, text) => await context.CallActivityAsync<string>("Echo", text[..8_000])
                + text[8_000..])
            .AddActivityFunc<string, string>("Echo", (_, text) => text));

        // The default JSON escapes each of these characters as six, so that 20,000 of them are near the limit.
        OrchestrationMetadata done = await host.RunAsync("Echo", large[..20_000]);
        Assert.Equal(large[..20_000], done.ReadOutputAs<string>());

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => host.RunAsync("Echo", large));
        Assert.Contains("at most 200000", refused.Message, StringComparison.Ordinal);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen = Volatile.Read(ref most);
        while (now > seen)
        {
            int before = Interlocked.CompareExchange(ref most, now, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
