using Compensation.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

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
    public async Task Events_that_are_handed_on_may_take_many_rows()
    {
        string large = new('x', 150_000);
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int, int>("Listen", async (context, generation) =>
            {
                if (generation == 0)
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    context.ContinueAsNew(1);
                    return 0;
                }

                int heard = 0;
                for (int i = 0; i < 12; i++)
                {
                    heard += (await context.WaitForExternalEvent<string>("Word")).Length;
                }

                return heard;
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 0);
        for (int i = 0; i < 12; i++)
        {
            await host.Client.RaiseEventAsync(id, "Word", large);
        }

        Assert.Equal(12 * large.Length, (await host.CompletionAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_generation_waits_for_what_it_has_started()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int, string>("Leave", async (context, generation) =>
            {
                if (generation == 0)
                {
                    _ = context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
                    context.ContinueAsNew(1);
                    return "";
                }

                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return $"{context.CurrentUtcDateTime:yyyy-MM-dd}";
            }));

        Assert.Equal("2023-04-03", (await host.RunAsync("Leave", 0)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_is_suspended_while_it_continues_as_new_stays_so()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int, string>("Listen", async (context, generation) =>
            {
                if (generation == 0)
                {
                    await context.CallActivityAsync("Slow");
                    context.ContinueAsNew(1);
                    return "";
                }

                return await context.WaitForExternalEvent<string>("Word");
            })
            .AddActivityFunc("Slow", (Func<TaskActivityContext, Task>)(async _ =>
            {
                begun.TrySetResult();
                await release.Task;
            })));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 0);
        await begun.Task.InTimeAsync();
        await host.Client.SuspendInstanceAsync(id);
        release.SetResult();
        await host.IdleAsync();
        await host.Client.RaiseEventAsync(id, "Word", "later");
        await host.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal("later", (await host.CompletionAsync(id)).ReadOutputAs<string>());
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
