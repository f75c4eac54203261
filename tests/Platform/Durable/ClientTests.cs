using Compensation.Tests;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

public sealed class ClientTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_instance_is_seen_from_its_start_to_its_end()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", async (context, name) =>
                $"{await context.WaitForExternalEvent<string>("Word")} {name}"));
        StartOrchestrationOptions options = new("greeting") { Tags = new Dictionary<string, string> { ["office"] = "kumamoto" } };
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Greet", "Hana", options);
        Task<OrchestrationMetadata> started = host.Client.WaitForInstanceStartAsync("greeting");
        Task<OrchestrationMetadata> completed = host.Client.WaitForInstanceCompletionAsync("greeting", getInputsAndOutputs: true);
        OrchestrationMetadata running = await started.InTimeAsync();
        Assert.True(running.IsRunning);
        Assert.Throws<InvalidOperationException>(() => running.ReadInputAs<string>());
        Assert.Equal("kumamoto", running.Tags["office"]);

        await host.Client.RaiseEventAsync("greeting", "Word", "Hello");

        OrchestrationMetadata done = await completed.InTimeAsync();
        Assert.True(done.IsCompleted);
        Assert.Equal("Hello Hana", done.ReadOutputAs<string>());
        Assert.Equal(DurableHost.Start, done.CreatedAt);
        Assert.Contains("RuntimeStatus: Completed", done.ToString(), StringComparison.Ordinal);
        Assert.Equal("kumamoto", (await host.Client.GetInstanceAsync("greeting"))!.Tags["office"]);
    }

    /// <summary>Texts full of quotation marks: what is written in a row takes several letters for each.</summary>
    [Fact]
    public async Task An_input_and_an_output_of_the_largest_size_are_kept()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks.AddOrchestratorFunc<string[], string[]>("Echo", (_, words) => words));
        string[] largest = [.. Enumerable.Repeat("a", 49_999)];

        OrchestrationMetadata done = await host.RunAsync("Echo", largest);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        OrchestrationMetadata kept = (await host.Client.GetInstanceAsync(done.InstanceId, getInputsAndOutputs: true))!;
        Assert.Equal((199_997, 199_997), (kept.SerializedInput!.Length, kept.SerializedOutput!.Length));
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", (string[])[.. largest, "a"]));
        Assert.Contains("takes 200001 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_null_or_an_error()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Nothing);

        Assert.Null(await host.Client.GetInstanceAsync("missing"));
        RpcException missing = await Assert.ThrowsAsync<RpcException>(() => host.Client.WaitForInstanceCompletionAsync("missing"));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Nothing);
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        using CancellationTokenSource giveUp = new();
        Task<OrchestrationMetadata> waiting = host.Client.WaitForInstanceCompletionAsync(id, giveUp.Token);

        giveUp.Cancel();

        // In memory the client may hear that the request broke off before it hears of its own cancellation.
        Exception? end = await Record.ExceptionAsync(() => waiting.InTimeAsync());
        Assert.True(end is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled or StatusCode.Unknown }, $"{end}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("@id")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task An_id_that_cannot_be_stored_is_refused(string id)
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Nothing);

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions(id)));
    }

    [Fact]
    public async Task A_running_id_is_refused_and_one_that_has_ended_starts_over()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Echo", async (context, text) =>
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return text;
            }));
        StartOrchestrationOptions options = new("one");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "first", options);
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "second", options));
        Assert.Equal("OrchestrationAlreadyExistsException", refused.GetType().Name);
        Assert.Equal("first", (await host.CompletionAsync("one")).ReadOutputAs<string>());

        Assert.Equal("third", (await host.RunAsync("Echo", "third", options)).ReadOutputAs<string>());

        StartOrchestrationOptions never = options.WithDedupeStatuses([.. Enum.GetValues<OrchestrationRuntimeStatus>()]);
        await Assert.ThrowsAnyAsync<Exception>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "fourth", never));
    }

    [Fact]
    public async Task A_running_instance_is_replaced_if_its_status_is_not_among_those_that_refuse()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Echo", async (context, text) =>
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return text;
            }));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "first", new StartOrchestrationOptions("one"));
        await host.IdleAsync();
        Task<OrchestrationMetadata> watching = host.Client.WaitForInstanceCompletionAsync("one");

        StartOrchestrationOptions always = new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Suspended);
        OrchestrationMetadata done = await host.RunAsync("Echo", "second", always);

        Assert.Equal("second", done.ReadOutputAs<string>());
        await Assert.ThrowsAsync<RpcException>(() => watching.InTimeAsync());
    }

    [Fact]
    public async Task Queries_find_by_status_prefix_and_time_page_by_page()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, Nothing);
        for (int i = 0; i < 7; i++)
        {
            await host.RunAsync("Nothing", i, new StartOrchestrationOptions($"done-{i}"));
        }

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("waits-0"));
        await host.IdleAsync();

        List<Page<OrchestrationMetadata>> pages = [];
        OrchestrationQuery byPrefix = new(InstanceIdPrefix: "done-", PageSize: 3, FetchInputsAndOutputs: true);
        await foreach (Page<OrchestrationMetadata> page in host.Client.GetAllInstancesAsync(byPrefix).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(Enumerable.Range(0, 7), pages.SelectMany(page => page.Values).Select(one => one.ReadInputAs<int>()));
        Assert.Equal(["waits-0"], await IdsAsync(host, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(8, (await IdsAsync(host, null)).Count);
        Assert.Empty(await IdsAsync(host, new OrchestrationQuery(CreatedFrom: DurableHost.Start.AddSeconds(1))));
        Assert.Equal(8, (await IdsAsync(host, new OrchestrationQuery(CreatedFrom: DurableHost.Start, CreatedTo: DurableHost.Start))).Count);
    }

    [Fact]
    public async Task An_instance_that_has_ended_is_restarted_and_one_that_has_not_is_refused()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string, string>("Echo", (context, text) => Task.FromResult($"{context.InstanceId} {text}"))
            .AddOrchestratorFunc("Waits", (Func<TaskOrchestrationContext, Task>)(context => context.WaitForExternalEvent<int>("Never"))));
        await host.RunAsync("Echo", "first", new StartOrchestrationOptions("one"));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("two"));

        Assert.Equal("one", await host.Client.RestartAsync("one"));
        Assert.Equal("one first", (await host.CompletionAsync("one")).ReadOutputAs<string>());
        string other = await host.Client.RestartAsync("one", restartWithNewInstanceId: true);
        Assert.Equal($"{other} first", (await host.CompletionAsync(other)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RestartAsync("two"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RestartAsync("missing"));
    }

    [Fact]
    public async Task A_history_can_be_read_and_ended_instances_listed()
    {
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Echo", "a"))
            .AddActivityFunc<string, string>("Echo", (_, text) => text));
        await host.RunAsync("Ask", options: new StartOrchestrationOptions("asked"));

        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync("asked");
        Page<string> ended = await host.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], DurableHost.Start, DurableHost.Start);

        Assert.Equal(
            [
                EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.TaskScheduled, EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.TaskCompleted, EventType.OrchestratorCompleted,
            ],
            history.Select(one => one.EventType));
        Assert.Equal(["asked"], ended.Values);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.GetOrchestrationHistoryAsync("missing"));
        await Assert.ThrowsAsync<NotImplementedException>(() => host.Client.RewindInstanceAsync("asked", "why"));
    }

    private static void Nothing(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Nothing", (TaskOrchestrationContext _) => { })
        .AddOrchestratorFunc("Waits", (Func<TaskOrchestrationContext, Task>)(context => context.WaitForExternalEvent<int>("Never")));

    private static async Task<List<string>> IdsAsync(DurableHost host, OrchestrationQuery? query)
    {
        List<string> ids = [];
        await foreach (OrchestrationMetadata one in host.Client.GetAllInstancesAsync(query))
        {
            ids.Add(one.InstanceId);
        }

        return ids;
    }
}
