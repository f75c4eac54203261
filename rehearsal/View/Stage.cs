namespace Compensation.Rehearsal.View;

/// <summary>One line of the live view.</summary>
/// <param name="title">What is being done.</param>
/// <param name="unit">What is counted.</param>
internal sealed class Stage(string title, string unit)
{
    private long _done;
    private long _total;
    private long _lastAt;

    public string Title => title;

    public string Unit => unit;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>How many there will be, as far as can be known; 0 while it cannot.</summary>
    public long Total
    {
        get => Math.Max(Interlocked.Read(ref _total), Done);
        set => Interlocked.Exchange(ref _total, value);
    }

    /// <summary>When it is or was due, UTC.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>When the next in turn begins, UTC: what is done later is none of its own time.</summary>
    public DateTimeOffset EndsBy { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The virtual instant at which the last thing in it was done, or else at which it was over; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool HasEnded => EndedAt is not null;

    /// <summary>Some more, at a virtual instant.</summary>
    public void Advance(DateTimeOffset at, long by = 1)
    {
        Interlocked.Add(ref _done, by);
        if (at < EndsBy)
        {
            Interlocked.Exchange(ref _lastAt, at.UtcTicks);
        }
    }

    public void Reach(long done) => Interlocked.Exchange(ref _done, done);

    public void End(DateTimeOffset at) => EndedAt ??= Interlocked.Read(ref _lastAt) is > 0 and var last ? new DateTimeOffset(last, TimeSpan.Zero) : at;
}
