using Compensation.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class TimerTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Timers_of_seconds_and_of_years_fire_at_their_instant(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks.AddOrchestratorFunc<DateTime[]>("Wait", async context =>
            {
                List<DateTime> times = [context.CurrentUtcDateTime];
                await context.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None);
                times.Add(context.CurrentUtcDateTime);
                await context.CreateTimer(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), CancellationToken.None);
                times.Add(context.CurrentUtcDateTime);
                await context.CreateTimer(TimeSpan.FromDays(-1), CancellationToken.None);
                times.Add(context.CurrentUtcDateTime);
                return [.. times];
            }),
            new HostSetup { ExtendedSessions = extendedSessions });

        DateTime start = DurableHost.Start.UtcDateTime;
        DateTime newYear = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal([start, start.AddSeconds(5), newYear, newYear], (await host.RunAsync("Wait")).ReadOutputAs<DateTime[]>()!);
    }

    [Fact]
    public async Task A_canceled_timer_still_fires_and_changes_nothing()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Race", async context =>
            {
                using CancellationTokenSource end = new();
                Task slow = context.CreateTimer(TimeSpan.FromDays(2), end.Token);
                Task quick = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                Task winner = await Task.WhenAny(slow, quick);
                end.Cancel();
                await context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
                return $"{winner == quick}|{slow.IsCanceled}|{context.CurrentUtcDateTime:yyyy-MM-dd}";
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Race");
        await host.IdleAsync();
        await host.JumpAsync();
        await host.IdleAsync();
        await host.JumpAsync();

        Assert.Equal(DurableHost.Start.AddDays(2), host.Clock.GetUtcNow());
        Assert.Equal("True|True|2023-04-03", (await host.CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_instance_that_has_returned_or_thrown_runs_until_its_timers_have_fired(bool throws)
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Leave", async context =>
            {
                _ = context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                if (throws)
                {
                    throw new TimeoutException();
                }
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Leave");
        await host.IdleAsync();
        await host.JumpAsync();
        await host.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);

        OrchestrationMetadata ended = await host.CompletionAsync(id);

        Assert.Equal(throws ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(DurableHost.Start.AddDays(2), host.Clock.GetUtcNow());
        Assert.False(await host.JumpAsync());
    }

    [Fact]
    public async Task A_terminated_instance_leaves_no_timer()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Wait", (Func<TaskOrchestrationContext, Task>)(context => context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None))));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.IdleAsync();
        await host.Client.TerminateInstanceAsync(id);
        await host.IdleAsync();

        Assert.False(await host.JumpAsync());
    }

    [Fact]
    public async Task Hasty_timers_fire_up_to_a_second_early_and_always_by_the_same_span()
    {
        async Task<TimeSpan[]> EarlinessAsync(string hub)
        {
            await using DurableHost host = await DurableHost.StartAsync(
                _store.Connect,
                tasks => tasks.AddOrchestratorFunc<TimeSpan[]>("Wait", async context =>
                {
                    List<TimeSpan> spans = [];
                    for (int day = 1; day <= 20; day++)
                    {
                        DateTime due = DurableHost.Start.UtcDateTime.AddDays(day);
                        await context.CreateTimer(due, CancellationToken.None);
                        spans.Add(due - context.CurrentUtcDateTime);
                    }

                    return [.. spans];
                }),
                new HostSetup { HubName = hub, TimersAreHasty = true });
            return (await host.RunAsync("Wait", options: new StartOrchestrationOptions("same"))).ReadOutputAs<TimeSpan[]>()!;
        }

        TimeSpan[] early = await EarlinessAsync("One");

        Assert.All(early, one => Assert.InRange(one, TimeSpan.Zero, TimeSpan.FromMilliseconds(999)));
        Assert.True(early.Distinct().Count() > 10);
        Assert.Equal(early, await EarlinessAsync("Two"));
    }

    [Fact]
    public async Task Timers_go_on_after_a_restart_and_those_overdue_fire_at_once()
    {
        void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<DateTime>("Wait", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });

        string early;
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, Tasks))
        {
            early = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
            await first.IdleAsync();
        }

        DateTimeOffset later = DurableHost.Start.AddDays(200);
        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Tasks, new HostSetup { Now = later });

        Assert.Equal(later.UtcDateTime, (await second.CompletionAsync(early)).ReadOutputAs<DateTime>());
        Assert.Equal(later, second.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Timers_due_at_one_instant_fire_in_the_order_of_their_instances()
    {
        List<string> order = [];
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks.AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(DurableHost.Start.UtcDateTime.AddDays(1), CancellationToken.None);
                order.Add(context.InstanceId);
            }),
            new HostSetup { MostOrchestrators = 1 });
        foreach (string id in (string[])["c", "a", "b"])
        {
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
        }

        await host.CompletionAsync("a");

        Assert.Equal(["a", "b", "c"], order);
    }

    [Fact]
    public async Task An_instance_can_be_started_at_a_later_time()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Later", async context =>
                $"{context.CurrentUtcDateTime:o} {await context.WaitForExternalEvent<string>("Note")}"));
        StartOrchestrationOptions options = new("later", DurableHost.Start.AddDays(60));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Later", options);
        await host.Client.RaiseEventAsync("later", "Note", "early");
        await host.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.Client.GetInstanceAsync("later"))!.RuntimeStatus);

        OrchestrationMetadata done = await host.CompletionAsync("later");

        Assert.Equal($"{DurableHost.Start.AddDays(60).UtcDateTime:o} early", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_waits_for_its_start_can_be_terminated()
    {
        bool hasRun = false;
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Later", (TaskOrchestrationContext _) => { hasRun = true; }));
        await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", new StartOrchestrationOptions("later", DurableHost.Start.AddDays(60)));
        await host.Client.TerminateInstanceAsync("later", "not needed");
        await host.IdleAsync();

        OrchestrationMetadata ended = (await host.Client.GetInstanceAsync("later", getInputsAndOutputs: true))!;

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("not needed", ended.ReadOutputAs<string>());
        Assert.False(hasRun);
        Assert.False(await host.JumpAsync());
    }
}
