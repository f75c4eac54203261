using System.Collections.Concurrent;

namespace Compensation.Common.Files;

/// <summary>One file at a time for each campaign, in this process: of two that contradict each other the second is compared with what the first has left, and they are not mixed.</summary>
public sealed class Turns
{
    private readonly ConcurrentDictionary<CampaignId, SemaphoreSlim> _one = new();

    /// <returns>The turn; disposing it ends it.</returns>
    public async Task<IDisposable> TakeAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        SemaphoreSlim one = _one.GetOrAdd(campaign, _ => new SemaphoreSlim(1));
        await one.WaitAsync(cancellationToken);
        return new Turn(one);
    }

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
