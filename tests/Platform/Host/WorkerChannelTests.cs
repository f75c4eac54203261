using Compensation.Local.Host.Rpc;
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

        Assert.Equal("one", (await run.WaitAsync(TimeSpan.FromSeconds(30))).InvocationId);
        Assert.Equal(2, cancellations);
    }
}
