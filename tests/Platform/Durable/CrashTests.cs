using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Tests;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

/// <summary>The process dies, or the storage fails once, at each single request of a run. The result is always the same.</summary>
public sealed class CrashTests
{
    private const string Expected = "20 once True 6";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_at_any_storage_operation_changes_nothing_about_the_result(bool afterItWasApplied)
    {
        bool died = true;
        int requests = 0;
        for (; died; requests++)
        {
            using TestStore store = new();
            Effects effects = new();
            FailingPolicy kill = new(requests, afterItWasApplied, forever: true);
            await RunUntilDeathAsync(store, effects, kill);
            died = kill.HasFailed;

            await using DurableHost second = await DurableHost.StartAsync(store.Connect, effects.Register);
            await effects.AssertCompletesAsync(second);
        }

        Assert.InRange(requests, 15, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_single_failure_of_the_storage_at_any_operation_is_healed_while_running(bool afterItWasApplied)
    {
        bool failed = true;
        int requests = 0;
        for (; failed; requests++)
        {
            using TestStore store = new();
            Effects effects = new();
            FailingPolicy once = new(requests, afterItWasApplied, forever: false) { IsArmed = false };
            await using DurableHost host = await DurableHost.StartAsync(
                store.Connect, effects.Register, new HostSetup { Policy = once });
            StartOrchestrationOptions later = new("main", DurableHost.Start.AddMinutes(1));
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Main", 0, later, default);
            once.IsArmed = true;

            try
            {
                await effects.AssertCompletesAsync(host);
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Unknown)
            {
                // The failure has met the test's own question; it fails once only.
                await effects.AssertCompletesAsync(host);
            }

            failed = once.HasFailed;
        }

        Assert.InRange(requests, 10, 60);
    }

    private static async Task RunUntilDeathAsync(TestStore store, Effects effects, FailingPolicy kill)
    {
        DurableHost first = DurableHost.Build(store.Connect, effects.Register, new HostSetup { Policy = kill });
        await using (first)
        {
            try
            {
                await first.StartAsync();
                await first.Client.ScheduleNewOrchestrationInstanceAsync("Main", 0, new StartOrchestrationOptions("main"), default);
                await first.IdleAsync();
                while (!kill.HasFailed && !(await first.Client.GetInstanceAsync("main"))!.IsCompleted && await first.JumpAsync())
                {
                    await first.IdleAsync();
                }
            }
            catch (Exception failure) when (failure is FailedRequestException or RpcException { StatusCode: StatusCode.Unknown })
            {
                // The test's own call has met the dead process.
            }
        }
    }

    private sealed class FailedRequestException() : Exception("The request has failed.");

    /// <summary>Fails one request, before or after the storage has applied it; afterwards every other one too, if so asked.</summary>
    private sealed class FailingPolicy(int failing, bool afterItWasApplied, bool forever) : HttpPipelinePolicy
    {
        private int _requests;

        public bool IsArmed { get; set; } = true;

        public bool HasFailed { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The runtime is asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            int request = IsArmed ? Interlocked.Increment(ref _requests) - 1 : -1;
            bool fails = request == failing;
            if ((HasFailed && forever) || (fails && !afterItWasApplied))
            {
                HasFailed = true;
                throw new FailedRequestException();
            }

            await ProcessNextAsync(message, pipeline);
            if (fails)
            {
                HasFailed = true;
                throw new FailedRequestException();
            }
        }
    }

    /// <summary>
    /// Two generations, activities one by one and at once, a child with a fixed id that sends its parent an event, a timer.
    /// </summary>
    private sealed class Effects
    {
        private readonly ConcurrentDictionary<string, int> _activities = new(StringComparer.Ordinal);

        public void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<int, string>("Main", async (context, generation) =>
            {
                if (generation == 0)
                {
                    await context.CallActivityAsync<int>("Work", "before");
                    context.ContinueAsNew(1);
                    return "";
                }

                Task<int> child = context.CallSubOrchestratorAsync<int>("Child", 10, new SubOrchestrationOptions(instanceId: "child"));
                string word = await context.WaitForExternalEvent<string>("Word");
                int doubled = await child;
                bool heardOnlyOnce = false;
                try
                {
                    await context.WaitForExternalEvent<string>("Word", TimeSpan.FromHours(1));
                }
                catch (TaskCanceledException)
                {
                    heardOnlyOnce = true;
                }

                int[] parts = await Task.WhenAll(((string[])["a", "b", "c"]).Select(name => context.CallActivityAsync<int>("Work", name)).ToList());
                return $"{doubled} {word} {heardOnlyOnce} {parts.Sum()}";
            })
            .AddOrchestratorFunc<int, int>("Child", async (context, value) =>
            {
                await context.CallActivityAsync<int>("Work", "child");
                context.SendEvent(context.Parent!.InstanceId, "Word", "once");
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return value * 2;
            })
            .AddActivityFunc<string, int>("Work", (_, name) =>
            {
                _activities.AddOrUpdate(name, 1, (_, times) => times + 1);
                return 2;
            });

        public async Task AssertCompletesAsync(DurableHost host)
        {
            await host.IdleAsync();
            if (await host.Client.GetInstanceAsync("main") is null)
            {
                await host.Client.ScheduleNewOrchestrationInstanceAsync("Main", 0, new StartOrchestrationOptions("main"), default);
            }

            OrchestrationMetadata done = await host.CompletionAsync("main");

            Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
            Assert.Equal(Expected, done.ReadOutputAs<string>());
            Assert.Equal(20, (await host.Client.GetInstanceAsync("child", getInputsAndOutputs: true))!.ReadOutputAs<int>());
            Assert.Equal(["a", "b", "before", "c", "child"], _activities.Keys.Order(StringComparer.Ordinal));
            Assert.All(_activities.Values, times => Assert.InRange(times, 1, 2));
            Assert.False(await host.JumpAsync());
        }
    }
}
