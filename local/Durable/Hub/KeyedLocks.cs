namespace Compensation.Local.Durable.Hub;

/// <summary>Lets one at a time create, look for or remove an instance. Different ids rarely share a lock.</summary>
internal sealed class KeyedLocks
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellation)
    {
        SemaphoreSlim stripe = _stripes[(uint)StringComparer.Ordinal.GetHashCode(key) % _stripes.Length];
        await stripe.WaitAsync(cancellation);
        return new Held(stripe);
    }

    private sealed class Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
