using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Local.DurableTask;

public sealed class DeterminismTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guids_and_times_are_the_same_at_every_replay(bool extendedSessions)
    {
        List<(Guid Guid, DateTime Time)> seen = [];
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc<Guid[]>("Draw", async context =>
                {
                    List<Guid> drawn = [];
                    for (int i = 0; i < 3; i++)
                    {
                        drawn.Add(context.NewGuid());
                        drawn.Add(context.NewGuid());
                        seen.Add((drawn[^1], context.CurrentUtcDateTime));
                        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    }

                    return [.. drawn];
                }),
            new HostSetup { ExtendedSessions = extendedSessions });

        Guid[] drawn = (await host.RunAsync("Draw")).ReadOutputAs<Guid[]>()!;

        Assert.Equal(6, drawn.Distinct().Count());
        Assert.All(drawn, guid => Assert.Equal(5, guid.Version));
        Assert.Equal(extendedSessions ? 3 : 9, seen.Count);
        Assert.Equal(3, seen.Distinct().Count());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task Replay_is_announced_and_replay_safe_loggers_are_silent_during_it(bool extendedSessions, int firstSteps)
    {
        List<bool> replaying = [];
        LogLines lines = new();
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc("Log", (Func<TaskOrchestrationContext, Task>)(async context =>
                {
                    replaying.Add(context.IsReplaying);
                    ILogger logger = context.CreateReplaySafeLogger("Orders");
                    logger.LogInformation("first");
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    logger.LogInformation("second");
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    logger.LogInformation("third");
                })),
            new HostSetup { ExtendedSessions = extendedSessions, Services = services => services.AddSingleton<ILoggerProvider>(lines) });

        await host.RunAsync("Log");

        Assert.Equal(["first", "second", "third"], lines.Of("Orders"));
        Assert.Equal(firstSteps, replaying.Count);
        Assert.Equal(1, replaying.Count(one => !one));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Continuations_keep_to_the_orchestrators_thread_even_without_its_context(bool extendedSessions)
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks
                .AddOrchestratorFunc<string>("Mixed", async context =>
                {
                    string a = await context.CallActivityAsync<string>("Echo", "a").ConfigureAwait(false);
                    string b = await context.CallActivityAsync<string>("Echo", "b");
                    using CancellationTokenSource end = new();
                    Task timer = context.CreateTimer(TimeSpan.FromDays(9), end.Token);
                    Task<string> c = context.CallActivityAsync<string>("Echo", "c");
                    Task first = await Task.WhenAny(timer, c).ConfigureAwait(false);
                    end.Cancel();
                    string[] rest = await Task.WhenAll(Nested(context, "d"), Nested(context, "e")).ConfigureAwait(false);
                    return a + b + (first == c ? await c.ConfigureAwait(false) : "?") + string.Concat(rest) + context.NewGuid().Version;
                })
                .AddActivityFunc<string, string>("Echo", async (_, text) =>
                {
                    await Task.Yield();
                    return text;
                }),
            new HostSetup { ExtendedSessions = extendedSessions });

        Assert.Equal("abcde5", (await host.RunAsync("Mixed")).ReadOutputAs<string>());

        static async Task<string> Nested(TaskOrchestrationContext context, string text)
        {
            await Task.WhenAll(context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)).ConfigureAwait(false);
            return await context.CallActivityAsync<string>("Echo", text).ConfigureAwait(false);
        }
    }

    [Fact]
    public async Task Code_that_does_not_fit_its_history_fails_the_instance()
    {
        string id;
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Change", (Func<TaskOrchestrationContext, Task>)(context =>
                context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None)))))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Change");
            await first.IdleAsync();
        }

        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc("Change", (Func<TaskOrchestrationContext, Task>)(async context =>
            {
                await context.CallActivityAsync("New");
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            })));

        OrchestrationMetadata failed = await second.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failed.FailureDetails!.ErrorType);
        Assert.Contains("timer (#0) where the code now asks for activity 'New' (#0)", failed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    public static TheoryData<string> Wrong => ["only", "beside", "unconfigured"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Awaiting_what_is_not_durable_fails_the_instance_instead_of_hanging(string how)
    {
        TaskCompletionSource outside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Wrong", async (context, kind) =>
            {
                Task durable = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                switch (kind)
                {
                    case "only":
                        await durable;
                        await outside.Task;
                        break;
                    case "beside":
                        await Task.WhenAny(durable, outside.Task);
                        break;
                    default:
                        await Task.WhenAny(durable, outside.Task).ConfigureAwait(false);
                        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                        break;
                }
            }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wrong", how);
        await host.IdleAsync();
        Task<OrchestrationMetadata> watching = host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        if (how == "only")
        {
            await host.JumpAsync();
        }
        else
        {
            outside.SetResult();
        }

        OrchestrationMetadata failed = await watching;

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", failed.FailureDetails!.ErrorType);
    }

    private sealed class LogLines : ILoggerProvider
    {
        private readonly List<(string Category, string Line)> _lines = [];

        public IEnumerable<string> Of(string category) => _lines.Where(line => line.Category == category).Select(line => line.Line);

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(LogLines owner, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (owner._lines)
                {
                    owner._lines.Add((category, formatter(state, exception)));
                }
            }
        }
    }
}
