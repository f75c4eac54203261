namespace Compensation.Bench.Applications;

/// <summary>Time that passes as everywhere, on another day: the last day of a special site, for example.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    /// <summary>From now on it is so late.</summary>
    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _shift, (now - base.GetUtcNow()).Ticks);
}
