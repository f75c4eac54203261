using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Platform.Tests.Durable;

/// <summary>A child has ended, its messages have been delivered, and the process dies before that is written down; meanwhile its parent has called the same id again.</summary>
public sealed class EndedChildTests : IDisposable
{
    private const string Parent = "a";
    private const string Child = "b";

    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task It_holds_up_neither_the_stop_nor_the_next_start()
    {
        LastWriteFails failing = new();
        await using (DurableHost first = await DurableHost.StartAsync(_store.Connect, Tasks, new HostSetup { Policy = failing }))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions(Parent));
            await failing.BothHaveGoneSoFar.InTimeAsync();
        }

        await using DurableHost second = await DurableHost.StartAsync(_store.Connect, Tasks);

        Assert.Equal(2, (await second.CompletionAsync(Parent)).ReadOutputAs<int>());
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int>("Parent", async context =>
        {
            SubOrchestrationOptions named = new(instanceId: Child);
            return await context.CallSubOrchestratorAsync<int>("Child", named) + await context.CallSubOrchestratorAsync<int>("Child", named);
        })
        .AddOrchestratorFunc<int>("Child", context =>
        {
            context.SendEvent("nobody", "Word", "lost");
            return Task.FromResult(1);
        });

    /// <summary>The child's third write, that its messages have been delivered, fails for ever; the parent's, with its second call, does not.</summary>
    private sealed class LastWriteFails : HttpPipelinePolicy
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _ofChild;
        private int _ofParent;

        public Task BothHaveGoneSoFar => Task.WhenAll(_failed.Task, _called.Task);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The runtime is asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            string? written = await WrittenAsync(message);
            if (written == Child && Interlocked.Increment(ref _ofChild) >= 3)
            {
                _failed.TrySetResult();
                throw new IOException("The request has failed.");
            }

            await ProcessNextAsync(message, pipeline);
            if (written == Parent && Interlocked.Increment(ref _ofParent) == 3)
            {
                _called.TrySetResult();
            }
        }

        /// <summary>The partition to which a request writes.</summary>
        private static async Task<string?> WrittenAsync(HttpMessage message)
        {
            if (message.Request.Content is not { } content)
            {
                return null;
            }

            using MemoryStream bytes = new();
            await content.WriteToAsync(bytes, CancellationToken.None);
            string text = Encoding.UTF8.GetString(bytes.ToArray());
            return Array.Find([Parent, Child], name => text.Contains($"PartitionKey='{name}'", StringComparison.Ordinal) || text.Contains($"\"PartitionKey\":\"{name}\"", StringComparison.Ordinal));
        }
    }
}
