namespace Compensation.Waves;

/// <summary>Says before each step whether the wave may go on. The wave's standing is read anew, but not more often than once a second.</summary>
public sealed class WaveGate(Func<CancellationToken, Task<bool>> mayGoOn, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _oneReader = new(1);
    private long? _readAt;
    private bool _open;

    public async Task<bool> MayGoOnAsync(CancellationToken cancellationToken)
    {
        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            if (_readAt is not { } readAt || time.GetElapsedTime(readAt) >= Freshness)
            {
                _open = await mayGoOn(cancellationToken);
                _readAt = time.GetTimestamp();
            }

            return _open;
        }
        finally
        {
            _oneReader.Release();
        }
    }

    public void Dispose() => _oneReader.Dispose();
}
