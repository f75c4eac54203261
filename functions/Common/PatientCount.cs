using System.Collections.Concurrent;

namespace Compensation.Common;

/// <summary>
/// Counts that take a walk over everybody, for pages. Nobody waits for a walk that takes long: who looks meanwhile sees the one before. A count is used again for ten times as long as it took, so that looking takes a tenth of the
/// time at most, however many look.
/// </summary>
/// <param name="walk">Counts.</param>
/// <param name="time">The clock.</param>
public sealed class PatientCount<TKey, TCount>(Func<TKey, Task<TCount>> walk, TimeProvider time)
    where TKey : notnull
{
    private const int Rest = 10;

    /// <summary>What is small is counted within it, and is there at once.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<TKey, Walked> _counts = new();
    private readonly ConcurrentDictionary<TKey, Lazy<Task>> _walks = new();

    /// <summary>The newest count there is; null while the first is under way.</summary>
    public async Task<CountedAt<TCount>?> LookAsync(TKey key, CancellationToken cancellationToken)
    {
        if (!_counts.TryGetValue(key, out Walked? known) || time.GetElapsedTime(known.EndedAt) >= known.Took * Rest)
        {
            Task going = _walks.GetOrAdd(key, one => new Lazy<Task>(() => Task.Run(() => WalkAsync(one), CancellationToken.None))).Value;
            try
            {
                await going.WaitAsync(s_patience, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // It goes on, and is there for whoever looks next.
            }
        }

        return _counts.GetValueOrDefault(key)?.Count;
    }

    /// <summary>One that fails leaves the count before; whoever looks next begins another.</summary>
    private async Task WalkAsync(TKey key)
    {
        try
        {
            (long began, DateTimeOffset at) = (time.GetTimestamp(), time.GetUtcNow());
            TCount count = await walk(key);
            _counts[key] = new Walked(new CountedAt<TCount>(count, at), time.GetTimestamp(), time.GetElapsedTime(began));
        }
        finally
        {
            _walks.TryRemove(key, out _);
        }
    }

    private sealed record Walked(CountedAt<TCount> Count, long EndedAt, TimeSpan Took);
}

/// <summary>A count, and when it was begun (UTC).</summary>
public sealed record CountedAt<TCount>(TCount Count, DateTimeOffset At);
