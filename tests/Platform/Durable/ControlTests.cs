using Compensation.Tests;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class ControlTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_suspended_instance_goes_on_when_it_is_resumed_with_all_that_has_come_in(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect, Listening, new HostSetup { ExtendedSessions = extendedSessions });
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await host.IdleAsync();
        await host.Client.SuspendInstanceAsync(id, "lunch");
        await host.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await host.Client.RaiseEventAsync(id, "Word", "a");
        await host.Client.RaiseEventAsync(id, "Word", "b");
        await host.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal("ab", (await host.CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_is_still_suspended_after_a_restart()
    {
        string id;
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, Listening))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
            await first.Client.SuspendInstanceAsync(id);
            await first.Client.RaiseEventAsync(id, "Word", "a");
            await first.IdleAsync();
        }

        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Listening);
        await second.Client.RaiseEventAsync(id, "Word", "b");
        await second.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await second.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await second.Client.ResumeInstanceAsync(id);

        Assert.Equal("ab", (await second.CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_instance_ends_with_the_given_output()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Listening);
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        Task<OrchestrationMetadata> watching = host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        await host.Client.TerminateInstanceAsync(id, (object)"enough");

        OrchestrationMetadata ended = await watching.InTimeAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        RpcException again = await Assert.ThrowsAsync<RpcException>(() => host.Client.TerminateInstanceAsync(id));
        RpcException missing = await Assert.ThrowsAsync<RpcException>(() => host.Client.TerminateInstanceAsync("missing"));
        Assert.Equal((StatusCode.FailedPrecondition, StatusCode.NotFound), (again.StatusCode, missing.StatusCode));
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Termination_reaches_the_children_if_asked(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Families);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Family", 2, new StartOrchestrationOptions("family"));
        await host.IdleAsync();

        await host.Client.TerminateInstanceAsync("family", new TerminateInstanceOptions(Recursive: recursive));
        await host.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.Client.GetInstanceAsync("family"))!.RuntimeStatus);
        Assert.Equal(expected, (await host.Client.GetInstanceAsync("family-0"))!.RuntimeStatus);
        Assert.Equal(expected, (await host.Client.GetInstanceAsync("family-1-0"))!.RuntimeStatus);
    }

    [Fact]
    public async Task Only_instances_that_have_ended_are_purged_with_their_children_if_asked()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Families);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Family", 2, new StartOrchestrationOptions("family"));
        await host.IdleAsync();
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("family")).PurgedInstanceCount);
        await host.Client.TerminateInstanceAsync("family", new TerminateInstanceOptions(Recursive: true));
        await host.IdleAsync();

        Assert.Equal(7, (await host.Client.PurgeInstanceAsync("family", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Null(await host.Client.GetInstanceAsync("family"));
        Assert.Null(await host.Client.GetInstanceAsync("family-1-0"));
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("family")).PurgedInstanceCount);
    }

    [Fact]
    public async Task A_purge_by_filter_takes_what_it_names()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Good", (TaskOrchestrationContext _) => { })
            .AddOrchestratorFunc("Bad", (TaskOrchestrationContext _) => { throw new TimeoutException(); })
            .AddOrchestratorFunc("Waits", (Func<TaskOrchestrationContext, Task>)(c => c.WaitForExternalEvent<int>("Never"))));
        await host.RunAsync("Good");
        await host.RunAsync("Good");
        await host.RunAsync("Bad");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await host.IdleAsync();

        PurgeResult good = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]));
        PurgeResult rest = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: DurableHost.Start));
        PurgeResult running = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Running]));

        Assert.Equal((2, true), (good.PurgedInstanceCount, good.IsComplete));
        Assert.Equal(1, rest.PurgedInstanceCount);
        Assert.Equal(0, running.PurgedInstanceCount);
    }

    private static void Listening(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>("Listen", async context =>
        await context.WaitForExternalEvent<string>("Word") + await context.WaitForExternalEvent<string>("Word"));

    private static void Families(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<int>("Family", async (context, depth) =>
    {
        if (depth == 0)
        {
            await context.WaitForExternalEvent<int>("Never");
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => context.CallSubOrchestratorAsync(
            "Family", depth - 1, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-{i}"))).ToList());
    });
}
