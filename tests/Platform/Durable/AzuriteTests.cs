using Compensation.Tests.Local;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

/// <summary>The runtime on a table service that is not ours.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AzuriteTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_orchestration_goes_on_after_a_restart_is_found_and_is_purged()
    {
        HostSetup setup = new() { HubName = "T" + Guid.NewGuid().ToString("N") };
        await using (DurableHost first = await DurableHost.StartAsync(azurite.Connect, Tasks, setup))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("parent"));
            await first.IdleAsync();
        }

        await using DurableHost second = await DurableHost.StartAsync(azurite.Connect, Tasks, setup);
        await second.Client.RaiseEventAsync("parent", "Word", "受取");
        OrchestrationMetadata done = await second.CompletionAsync("parent");
        List<string> completed = [];
        OrchestrationQuery query = new(Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: "p", CreatedTo: DurableHost.Start);
        await foreach (OrchestrationMetadata one in second.Client.GetAllInstancesAsync(query))
        {
            completed.Add(one.InstanceId);
        }

        Assert.Equal("30 受取", done.ReadOutputAs<string>());
        Assert.Equal(["parent", "parent-child"], completed);
        Assert.Equal(2, (await second.Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Null(await second.Client.GetInstanceAsync("parent"));
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Parent", async context =>
        {
            Task<int> child = context.CallSubOrchestratorAsync<int>("Child", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child"));
            string word = await context.WaitForExternalEvent<string>("Word");
            return $"{await child} {word}";
        })
        .AddOrchestratorFunc<int>("Child", async context =>
        {
            int[] parts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallActivityAsync<int>("Three", i)).ToList());
            await context.CreateTimer(TimeSpan.FromDays(60), CancellationToken.None);
            return parts.Sum();
        })
        .AddActivityFunc<int, int>("Three", (_, _) => 3);
}
