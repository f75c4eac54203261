namespace Compensation.Rehearsal.World;

/// <summary>The clock on the walls of those who sign in: the rehearsal's for its own officials, and the machine's for the people to whom it is served afterwards.</summary>
internal sealed class PeoplesTime(TimeProvider rehearsed) : TimeProvider
{
    private volatile TimeProvider _current = rehearsed;

    /// <summary>From now on it is the machine's.</summary>
    public void BecomeReal() => _current = System;

    public override DateTimeOffset GetUtcNow() => _current.GetUtcNow();
}
