using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Entitlements;

namespace Compensation.Tests.Notices;

/// <summary>Counts storage requests, and dies at the one it is told to: before the store has it, or after, with the answer lost.</summary>
internal sealed class BreakableStorage : HttpPipelinePolicy
{
    private int _requests;
    private int _dieAt;
    private bool _afterwards;

    public int Requests => _requests;

    /// <summary>Runs once, before the first request that changes one entitlement.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    /// <summary>The n-th request from now on dies, and all after it, until <see cref="Heal"/>.</summary>
    public void DieAt(int nth, bool afterwards)
    {
        (_requests, _dieAt, _afterwards) = (0, nth, afterwards);
    }

    public void Heal() => (_requests, _dieAt) = (0, 0);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        bool dies = Dies(out bool reaches);
        if (!dies || reaches)
        {
            ProcessNext(message, pipeline);
        }

        Throw(dies);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method == RequestMethod.Put && message.Request.Uri.Path.Contains(EntitlementStore.TableName, StringComparison.Ordinal) && BeforeWrite is { } meanwhile)
        {
            BeforeWrite = null;
            await meanwhile();
        }

        bool dies = Dies(out bool reaches);
        if (!dies || reaches)
        {
            await ProcessNextAsync(message, pipeline);
        }

        Throw(dies);
    }

    private bool Dies(out bool reaches)
    {
        int request = Interlocked.Increment(ref _requests);
        reaches = _afterwards && request == _dieAt;
        return _dieAt > 0 && request >= _dieAt;
    }

    private static void Throw(bool dies)
    {
        if (dies)
        {
            throw new RequestFailedException("The process died here.");
        }
    }
}
