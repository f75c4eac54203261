using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Tests.Coupons;

/// <summary>Has storage carry a chosen write out and its answer get lost, so that the client asks a second time.</summary>
public sealed class LostAnswers : HttpPipelinePolicy
{
    private int _writes;
    private int _lost = int.MaxValue;

    /// <summary>The write with this number, counted from now.</summary>
    public void Lose(int write) => (_writes, _lost) = (0, write);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        bool isLost = message.Request.Method != RequestMethod.Get && Interlocked.Increment(ref _writes) == _lost;
        await ProcessNextAsync(message, pipeline);
        if (isLost)
        {
            throw new IOException("The answer was lost.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
}
