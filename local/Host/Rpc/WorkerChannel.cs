using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Host.Rpc;

/// <summary>Speaks with one worker: asks and waits for the answer that belongs to it. What carries the messages is the link's affair.</summary>
internal sealed class WorkerChannel(ILoggerFactory logging)
{
    private static readonly TimeSpan BetweenCancellations = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _runs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<StreamingMessage, ValueTask> _send = _ => throw new InvalidOperationException("The worker is not there yet.");

    /// <summary>Under which the worker is to announce itself; nobody else can know it.</summary>
    public string WorkerId { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when the worker has announced itself; fails if it is lost before.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Completes with the reason when the worker is lost.</summary>
    public Task<Exception> Lost => _lost.Task;

    /// <summary>Gives the channel the link to the worker.</summary>
    public void Attach(Func<StreamingMessage, ValueTask> send)
    {
        _send = send;
        _attached.TrySetResult();
    }

    /// <summary>Takes a message of the worker's.</summary>
    public void Receive(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
            Log(message.RpcLog);
        else if (message.ContentCase == StreamingMessage.ContentOneofCase.InvocationResponse)
            Take(_runs, message.InvocationResponse.InvocationId)?.TrySetResult(message.InvocationResponse);
        else
            Take(_asked, message.RequestId)?.TrySetResult(message);
    }

    /// <summary>Whoever waits for the worker hears that it is gone.</summary>
    public void Lose(Exception reason)
    {
        if (!_lost.TrySetResult(reason))
            return;

        _attached.TrySetException(reason);
        foreach (string id in _asked.Keys)
            Take(_asked, id)?.TrySetException(reason);
        foreach (string id in _runs.Keys)
            Take(_runs, id)?.TrySetException(reason);
    }

    /// <summary>Says something that has no answer.</summary>
    public ValueTask TellAsync(StreamingMessage message) => _send(message);

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellationToken)
    {
        question.RequestId = Guid.NewGuid().ToString();
        Task<StreamingMessage> answer = Open(_asked, question.RequestId);
        await _send(question);
        return await answer.WaitAsync(cancellationToken);
    }

    /// <summary>Runs a function. If it is no longer wanted, the worker is told so, and its answer is waited for all the same.</summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest invocation, CancellationToken cancellationToken)
    {
        Task<InvocationResponse> answer = Open(_runs, invocation.InvocationId);
        await _send(new StreamingMessage { InvocationRequest = invocation });
        await using CancellationTokenRegistration cancellation = cancellationToken.Register(() => _ = CancelAsync(invocation.InvocationId, answer));
        return await answer;
    }

    /// <summary>Tells the worker until it has answered: it takes each message on a thread of its own, and passes over a cancellation that overtakes its run.</summary>
    private async Task CancelAsync(string invocation, Task answer)
    {
        try
        {
            while (!answer.IsCompleted)
            {
                await _send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocation } });
                await Task.WhenAny(answer, Task.Delay(BetweenCancellations));
            }
        }
        catch (Exception lost)
        {
            Lose(lost);
        }
    }

    private Task<T> Open<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> open, string id)
    {
        TaskCompletionSource<T> answer = open.GetOrAdd(id, _ => new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_lost.Task.IsCompletedSuccessfully)
            answer.TrySetException(_lost.Task.Result);
        return answer.Task;
    }

    private static TaskCompletionSource<T>? Take<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> open, string id) =>
        open.TryRemove(id, out TaskCompletionSource<T>? answer) ? answer : null;

    private void Log(RpcLog log)
    {
        string text = log.Exception is { } exception ? $"{log.Message}{Environment.NewLine}{exception.Message}" : log.Message;
#pragma warning disable CA2254 // The template was filled in by the worker.
        logging.CreateLogger(log.Category).Log((LogLevel)log.Level, "{Message}", text);
#pragma warning restore CA2254
    }
}
