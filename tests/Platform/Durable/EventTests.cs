using Compensation.Tests;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class EventTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_come_in_their_order_whatever_the_case_of_their_names_also_before_anybody_waits(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks.AddOrchestratorFunc<string>("Listen", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                string heard = "";
                for (int i = 0; i < 4; i++)
                {
                    heard += await context.WaitForExternalEvent<int>("number");
                }

                return heard;
            }),
            new HostSetup { ExtendedSessions = extendedSessions });
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Number", 1);
        await host.Client.RaiseEventAsync(id, "NUMBER", 2);
        await host.Client.RaiseEventAsync(id, "Other", 9);
        await host.IdleAsync();
        await host.JumpAsync();
        await host.Client.RaiseEventAsync(id, "number", 3);
        await host.Client.RaiseEventAsync(id, "nUmber", 4);

        Assert.Equal("1234", (await host.CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_that_times_out_is_canceled_and_the_late_event_is_kept()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Listen", async context =>
            {
                try
                {
                    await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(2));
                    return "in time";
                }
                catch (TaskCanceledException)
                {
                    DateTime gaveUp = context.CurrentUtcDateTime;
                    return $"{gaveUp:o} {await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(2))}";
                }
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
        await host.IdleAsync();
        await host.JumpAsync();
        await host.Client.RaiseEventAsync(id, "Answer", "late");

        OrchestrationMetadata done = await host.CompletionAsync(id);

        Assert.Equal($"{DurableHost.Start.AddDays(2).UtcDateTime:o} late", done.ReadOutputAs<string>());
        Assert.False(await host.JumpAsync());
    }

    [Fact]
    public async Task Orchestrations_send_each_other_events()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Listen", context => context.WaitForExternalEvent<string>("Word"))
            .AddOrchestratorFunc("Speak", (TaskOrchestrationContext context) =>
            {
                context.SendEvent("listener", "Word", "hello");
                context.SendEvent("nobody", "Word", "lost");
            }));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));
        await host.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Speak")).RuntimeStatus);
        Assert.Equal("hello", (await host.CompletionAsync("listener")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_an_instance_that_is_not_there_or_has_ended_is_refused()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Nothing", (TaskOrchestrationContext _) => { }));
        string ended = (await host.RunAsync("Nothing")).InstanceId;

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => host.Client.RaiseEventAsync("missing", "Word"))).StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => host.Client.RaiseEventAsync(ended, "Word"))).StatusCode);
    }

    [Fact]
    public async Task What_a_client_asks_before_the_engine_starts_waits_until_it_has()
    {
        DurableHost host = DurableHost.Build(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Listen", context => context.WaitForExternalEvent<string>("Word")));
        await using (host)
        {
            Task<string> scheduling = host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");
            await Task.Delay(50);
            Assert.False(scheduling.IsCompleted);

            await host.StartAsync();
            await host.Client.RaiseEventAsync(await scheduling, "Word", "early");

            Assert.Equal("early", (await host.CompletionAsync(await scheduling)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task Events_of_any_number_and_size_reach_another_orchestration_in_their_order()
    {
        string large = new('x', 150_000);
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int>("Listen", async context =>
            {
                for (int i = 0; i < 12; i++)
                {
                    if (!(await context.WaitForExternalEvent<string>("Word")).StartsWith($"{i}:", StringComparison.Ordinal))
                    {
                        return i;
                    }
                }

                return -1;
            })
            .AddOrchestratorFunc("Speak", (TaskOrchestrationContext context) =>
            {
                for (int i = 0; i < 12; i++)
                {
                    context.SendEvent("listener", "Word", $"{i}:{large}");
                }
            }));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));
        await host.IdleAsync();
        await host.RunAsync("Speak");

        Assert.Equal(-1, (await host.CompletionAsync("listener")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Two_hundred_events_at_once_arrive_once_each()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int[]>("Listen", async context =>
            {
                List<int> heard = [];
                while (heard.Count < 200)
                {
                    heard.Add(await context.WaitForExternalEvent<int>("Number"));
                }

                return [.. heard.Order()];
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.Client.RaiseEventAsync(id, "Number", i)));

        Assert.Equal(Enumerable.Range(0, 200), (await host.CompletionAsync(id)).ReadOutputAs<int[]>()!);
    }
}
