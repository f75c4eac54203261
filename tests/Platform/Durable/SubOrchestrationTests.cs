using Compensation.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class SubOrchestrationTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forty_children_answer_their_parent(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc<int>("Parent", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 40).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)).ToList())).Sum())
                .AddOrchestratorFunc<int, int>("Child", async (context, i) =>
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(i), CancellationToken.None);
                    return await context.CallActivityAsync<int>("Twice", i);
                })
                .AddActivityFunc<int, int>("Twice", (_, i) => i * 2),
            new HostSetup { ExtendedSessions = extendedSessions });

        Assert.Equal(1_560, (await host.RunAsync("Parent")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_child_knows_its_parent_and_has_the_id_it_was_given()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc<string>("Child", context =>
                Task.FromResult($"{context.InstanceId}|{context.Parent!.InstanceId}|{context.Parent.Name}")));

        OrchestrationMetadata done = await host.RunAsync("Parent", options: new StartOrchestrationOptions("the-parent"));

        Assert.Equal("the-child|the-parent|Parent", done.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Client.GetInstanceAsync("the-child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_childs_failure_and_termination_fail_the_call()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Parent", async (context, child) =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync(child, options: new SubOrchestrationOptions(instanceId: child));
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}: {failed.FailureDetails.ErrorType}";
                }
            })
            .AddOrchestratorFunc("Breaks", (TaskOrchestrationContext _) => { throw new TimeoutException(); })
            .AddOrchestratorFunc("Waits", (Func<TaskOrchestrationContext, Task>)(context => context.WaitForExternalEvent<int>("Never"))));

        Assert.Equal("Breaks: System.TimeoutException", (await host.RunAsync("Parent", "Breaks")).ReadOutputAs<string>());

        string parent = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "Waits");
        await host.IdleAsync();
        await host.Client.TerminateInstanceAsync("Waits");
        Assert.Equal("Waits: OrchestrationTerminated", (await host.CompletionAsync(parent)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_child_whose_id_is_running_is_refused_and_one_whose_id_has_ended_is_replaced()
    {
        int runs = 0;
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                SubOrchestrationOptions options = new(instanceId: "shared");
                try
                {
                    await context.CallSubOrchestratorAsync("Child", options);
                    return "ran";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorType;
                }
            })
            .AddOrchestratorFunc("Child", (Func<TaskOrchestrationContext, Task>)(context =>
            {
                runs++;
                return context.WaitForExternalEvent<int>("Go");
            })));
        string first = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.IdleAsync();
        OrchestrationMetadata refused = await host.RunAsync("Parent");
        await host.Client.RaiseEventAsync("shared", "Go", 1);
        await host.CompletionAsync(first);
        string second = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.IdleAsync();
        await host.Client.RaiseEventAsync("shared", "Go", 1);

        Assert.Equal("ran", (await host.CompletionAsync(second)).ReadOutputAs<string>());
        Assert.Contains("OrchestrationAlreadyExistsException", refused.ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.Equal(2, runs);
    }
}
