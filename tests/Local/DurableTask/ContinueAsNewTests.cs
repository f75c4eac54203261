using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Local.DurableTask;

public sealed class ContinueAsNewTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generations_follow_each_other_under_one_id(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc<int, string>("Count", async (context, generation) =>
                {
                    await context.CallActivityAsync("Note", generation);
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    if (generation < 30)
                    {
                        context.ContinueAsNew(generation + 1);
                        return "ignored";
                    }

                    return $"{generation} {context.CurrentUtcDateTime:yyyy-MM-dd}";
                })
                .AddActivityFunc<int>("Note", (_, _) => { }),
            new HostSetup { ExtendedSessions = extendedSessions });

        OrchestrationMetadata done = await host.RunAsync("Count", 1);

        Assert.Equal("30 2023-04-30", done.ReadOutputAs<string>());
        Assert.Equal(30, done.ReadInputAs<int>());
        Assert.Equal(DurableHost.Start, done.CreatedAt);
    }

    [Theory]
    [InlineData(true, "abc")]
    [InlineData(false, "c")]
    public async Task Events_that_nobody_has_taken_are_handed_on_if_asked(bool preserve, string expected)
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int, string>("Listen", async (context, generation) =>
            {
                if (generation == 0)
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    context.ContinueAsNew(1, preserve);
                    return "";
                }

                string heard = "";
                while (!heard.EndsWith('c'))
                {
                    heard += await context.WaitForExternalEvent<string>("Word");
                }

                return heard;
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 0);
        await host.Client.RaiseEventAsync(id, "Word", "a");
        await host.IdleAsync();
        await host.Client.RaiseEventAsync(id, "Word", "b");
        await host.IdleAsync();
        await host.JumpAsync();
        await host.Client.RaiseEventAsync(id, "Word", "c");

        Assert.Equal(expected, (await host.CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_an_earlier_generation_has_started_means_nothing_to_the_next()
    {
        TaskCompletionSource release = new();
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int, string>("Leave", async (context, generation) =>
            {
                if (generation == 0)
                {
                    _ = context.CallActivityAsync<string>("Slow", "old");
                    context.ContinueAsNew(1);
                    return "";
                }

                return await context.CallActivityAsync<string>("Quick", "new");
            })
            .AddActivityFunc<string, string>("Slow", async (_, text) =>
            {
                await release.Task;
                return text;
            })
            .AddActivityFunc<string, string>("Quick", async (_, text) =>
            {
                release.SetResult();
                await Task.Yield();
                return text;
            }));

        Assert.Equal("new", (await host.RunAsync("Leave", 0)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_custom_status_lasts_until_it_is_set_again()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int>("Status", async (context, generation) =>
            {
                if (generation == 0)
                {
                    context.SetCustomStatus(new { step = "first" });
                    context.ContinueAsNew(1);
                    return;
                }

                await context.WaitForExternalEvent<int>("Go");
                context.SetCustomStatus("second");
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Status", 0);
        await host.IdleAsync();
        Assert.Equal("""{"step":"first"}""", (await host.Client.GetInstanceAsync(id))!.SerializedCustomStatus);

        await host.Client.RaiseEventAsync(id, "Go", 1);

        Assert.Equal("second", (await host.CompletionAsync(id)).ReadCustomStatusAs<string>());
    }
}
