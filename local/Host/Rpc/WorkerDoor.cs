using Grpc.Core;

namespace Compensation.Local.Host.Rpc;

/// <summary>The door at which a worker announces itself, and through which everything is then said.</summary>
internal sealed class WorkerDoor(WorkerChannel channel) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream?.WorkerId != channel.WorkerId)
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host expects another worker."));

        // Not disposed of: whoever waits for it then would wait for ever.
        SemaphoreSlim writing = new(1);
        channel.Attach(message => SendAsync(responseStream, writing, message));
        await Task.WhenAny(ReceiveAsync(requestStream, context.CancellationToken), channel.Lost);
    }

    private async Task ReceiveAsync(IAsyncStreamReader<StreamingMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (StreamingMessage message in stream.ReadAllAsync(cancellationToken))
                channel.Receive(message);
            channel.Lose(new IOException("The worker has ended its stream."));
        }
        catch (Exception lost)
        {
            channel.Lose(new IOException("The stream to the worker broke.", lost));
        }
    }

    /// <summary>A stream takes one message at a time.</summary>
    private static async ValueTask SendAsync(IServerStreamWriter<StreamingMessage> stream, SemaphoreSlim writing, StreamingMessage message)
    {
        await writing.WaitAsync();
        try
        {
            await stream.WriteAsync(message);
        }
        finally
        {
            writing.Release();
        }
    }
}
