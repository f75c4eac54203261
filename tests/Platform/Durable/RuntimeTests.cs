using Compensation.Tests;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class RuntimeTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Twenty_activities_in_a_row_cost_twenty_two_storage_transactions()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Chain);
        await host.RunAsync("Chain", 1);
        int before = host.Requests.Count;

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Chain", 20);
        await host.IdleAsync();

        // One to store the instance, one for its first episode, one for each episode that an activity's result causes.
        Assert.Equal(22, host.Requests.Count - before);
        Assert.True((await host.Client.GetInstanceAsync(id))!.IsCompleted);
    }

    [Fact]
    public async Task The_history_is_sent_and_read_only_when_the_worker_has_forgotten_it()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Listen", async context =>
                await context.CallActivityAsync<string>("Echo", "a") + await context.WaitForExternalEvent<string>("Word") + await context.WaitForExternalEvent<string>("Word"))
            .AddActivityFunc<string, string>("Echo", (_, text) => text));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await host.IdleAsync();
        await host.Client.RaiseEventAsync(id, "Word", "b");
        await host.IdleAsync();
        Assert.Equal(0, host.Functions.Replays);
        int before = host.Requests.Count;

        host.Functions.ForgetSessions();
        await host.Client.RaiseEventAsync(id, "Word", "c");

        Assert.Equal("abc", (await host.CompletionAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, host.Functions.Replays);
        // The event, the history, the episode, and the test's own question how the instance has ended.
        Assert.Equal(4, host.Requests.Count - before);
    }

    [Fact]
    public async Task Waiting_costs_nothing()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Wait", (Func<TaskOrchestrationContext, Task>)(context =>
                context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None))));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.IdleAsync();
        int before = host.Requests.Count;

        await host.CompletionAsync(id);

        // The timer's episode, and the test's own question how the instance has ended.
        Assert.Equal(2, host.Requests.Count - before);
    }

    [Fact]
    public async Task Work_in_progress_never_touches_zero_between_an_activity_and_what_follows()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Chain);
        for (int run = 0; run < 40; run++)
        {
            string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Chain", 10);
            await host.IdleAsync();

            Assert.True((await host.Client.GetInstanceAsync(id))!.IsCompleted);
        }

        Assert.Equal(0, host.Work.Count);
    }

    [Fact]
    public async Task A_stopping_host_waits_for_its_activities_and_keeps_their_results()
    {
        int runs = 0;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<int>("Ask", async context =>
            {
                int answer = await context.CallActivityAsync<int>("Slow");
                await context.CallActivityAsync<int>("Slow");
                return answer;
            })
            .AddActivityFunc<int>("Slow", async _ =>
            {
                runs++;
                begun.TrySetResult();
                await release.Task;
                return 42;
            });

        string id;
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, Tasks))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Ask");
            await begun.Task.InTimeAsync();
            Task stopping = first.StopAsync();
            Assert.False(stopping.IsCompleted);
            release.SetResult();
            await stopping.InTimeAsync();
            Assert.Equal(1, runs);
        }

        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Tasks);
        Assert.Equal(42, (await second.CompletionAsync(id)).ReadOutputAs<int>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_worker_whose_hub_another_one_has_taken_over_stops()
    {
        void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>(
            "Listen", context => context.WaitForExternalEvent<string>("Word"));
        await using DurableHost first = await DurableHost.StartAsync(_store.Connect, Tasks);
        string id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await first.IdleAsync();
        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Tasks);

        await first.Client.RaiseEventAsync(id, "Word", "to the old one");
        await first.IdleAsync();
        await first.JumpAsync();

        Exception lost = await Assert.ThrowsAnyAsync<Exception>(() => first.WhenLost.InTimeAsync());
        Assert.Contains("Another process has started on this task hub", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RpcException>(() => first.Client.RaiseEventAsync(id, "Word", "again"));
        Assert.True((await second.Client.GetInstanceAsync(id))!.IsRunning);
        await second.Client.RaiseEventAsync(id, "Word", "to the new one");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await second.CompletionAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Hubs_with_different_names_do_not_see_each_other()
    {
        await using DurableHost one = await DurableHost.StartAsync(_store.Connect, Chain);
        await using DurableHost other = await DurableHost.StartAsync(_store.Connect, Chain, new HostSetup { HubName = "Other" });
        string id = (await one.RunAsync("Chain", 1)).InstanceId;

        Assert.Null(await other.Client.GetInstanceAsync(id));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("1hub")]
    [InlineData("my-hub")]
    public void A_hub_name_that_cannot_name_a_table_is_refused(string name)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            DurableHost.Build(_store.Connect, Chain, new HostSetup { HubName = name }));
        Assert.Contains($"hubName is '{name}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_larger_than_one_transaction_is_read_back_whole()
    {
        string half = new('x', 100_000);
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<int>("Large", async context =>
            {
                string[] all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => context.CallActivityAsync<string>("Make", half)).ToList());
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return all.Sum(text => text.Length);
            })
            .AddActivityFunc<string, string>("Make", (_, text) => text);

        string id;
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, Tasks))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Large");
            await first.IdleAsync();
        }

        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Tasks);
        Assert.Equal(4_000_000, (await second.CompletionAsync(id)).ReadOutputAs<int>());
    }

    private static void Chain(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int>("Chain", (Func<TaskOrchestrationContext, int, Task>)(async (context, count) =>
        {
            for (int i = 0; i < count; i++)
            {
                await context.CallActivityAsync("Step");
            }
        }))
        .AddActivityFunc("Step", (Func<TaskActivityContext, Task>)(async _ => await Task.Yield()));
}
