using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Tests.Coupons;

/// <summary>Storage that dies at a chosen write: before it reaches the store, or after it has been stored but before the answer comes back.</summary>
public sealed class StorageFaults : HttpPipelinePolicy
{
    private int _writes;
    private int _dieAt = int.MaxValue;
    private bool _afterwards;

    public int Writes => _writes;

    /// <summary>The write with this number, counted from now, and all later ones fail.</summary>
    public void DieAt(int write, bool afterwards)
    {
        _writes = 0;
        _dieAt = write;
        _afterwards = afterwards;
    }

    public void Heal() => _dieAt = int.MaxValue;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        int write = message.Request.Method == RequestMethod.Get ? 0 : Interlocked.Increment(ref _writes);
        if (write > _dieAt || (write == _dieAt && !_afterwards))
        {
            throw new StorageDiedException();
        }

        await ProcessNextAsync(message, pipeline);
        if (write == _dieAt)
        {
            throw new StorageDiedException();
        }
    }

    /// <summary>Only the key ring, which is not what dies here, is read without waiting.</summary>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}

public sealed class StorageDiedException : Exception;
