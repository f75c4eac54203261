using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Local.DurableTask;

public sealed class ActivityTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sequence_of_activities_passes_values_on(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.ConnectionString, tasks => tasks
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
}
