using System.Collections.Concurrent;
using Compensation.Local.Host.Rpc;
using Compensation.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Platform.Tests.Host;

public sealed class WorkerChannelTests
{
    [Fact]
    public async Task A_worker_that_has_missed_that_a_run_is_cancelled_is_told_again()
    {
        WorkerChannel channel = new(NullLoggerFactory.Instance);
        int cancellations = 0;
        channel.Attach(message =>
        {
            if (message.InvocationCancel is { } cancelled && ++cancellations == 2)
                channel.Receive(new StreamingMessage { InvocationResponse = new InvocationResponse { InvocationId = cancelled.InvocationId } });
            return ValueTask.CompletedTask;
        });
        using CancellationTokenSource stopping = new();
        Task<InvocationResponse> run = channel.InvokeAsync(new InvocationRequest { InvocationId = "one" }, stopping.Token);

        await stopping.CancelAsync();

        Assert.Equal("one", (await run.InTimeAsync()).InvocationId);
        Assert.Equal(2, cancellations);
    }

    [Fact]
    public async Task A_run_that_has_ended_is_nottold_anything_more()
    {
        WorkerChannel channel = new(NullLoggerFactory.Instance);
        ConcurrentQueue<StreamingMessage> told = new();
        channel.Attach(message =>
        {
            told.Enqueue(message);
            return ValueTask.CompletedTask;
        });
        using CancellationTokenSource unwanted = new();
        Task<InvocationResponse> running = channel.InvokeAsync(new InvocationRequest { InvocationId = "one" }, unwanted.Token);
        channel.Receive(new StreamingMessage { InvocationResponse = new InvocationResponse { InvocationId = "one" } });
        await running.InTimeAsync();

        await unwanted.CancelAsync();

        Assert.Equal(StreamingMessage.ContentOneofCase.InvocationRequest, Assert.Single(told).ContentCase);
    }

    [Fact]
    public async Task Whoever_waits_for_a_lost_worker_hears_of_it()
    {
        WorkerChannel channel = new(NullLoggerFactory.Instance);
        channel.Attach(_ => ValueTask.CompletedTask);
        Task<InvocationResponse> running = channel.InvokeAsync(new InvocationRequest { InvocationId = "one" }, CancellationToken.None);
        Task<StreamingMessage> asking = channel.AskAsync(new StreamingMessage(), CancellationToken.None);

        channel.Lose(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => running.InTimeAsync());
        await Assert.ThrowsAsync<IOException>(() => asking.InTimeAsync());
        await Assert.ThrowsAsync<IOException>(() => channel.AskAsync(new StreamingMessage(), CancellationToken.None).InTimeAsync());
        Assert.Equal("gone", (await channel.Lost.InTimeAsync()).Message);
    }
}
