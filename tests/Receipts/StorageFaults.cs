using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Tests.Receipts;

/// <summary>Storage that dies at a chosen request, before it reaches the store or after it took effect but before the answer is heard; or in which somebody else does something between two requests.</summary>
public sealed class StorageFaults : HttpPipelinePolicy
{
    private int _requests;
    private int _dieAt = int.MaxValue;
    private bool _afterwards;
    private (int Request, Func<Task> What)? _meanwhile;

    /// <summary>The request with this number, counted from now, and all later ones fail.</summary>
    public void DieAt(int request, bool afterwards) => (_requests, _dieAt, _afterwards) = (0, request, afterwards);

    /// <summary>Before the request with this number, counted from now, somebody else does this. Never, where there are not so many.</summary>
    public void Before(int request, Func<Task> what) => (_requests, _meanwhile) = (0, (request, what));

    /// <summary>How many requests have been made.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public void Heal() => _dieAt = int.MaxValue;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        int request = Interlocked.Increment(ref _requests);
        if (_meanwhile is { } meanwhile && request == meanwhile.Request)
        {
            _meanwhile = null;
            await meanwhile.What();
        }

        bool dies = request >= _dieAt;
        if (!dies || (_afterwards && request == _dieAt))
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (dies)
        {
            throw new IOException("The storage died.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}
