namespace Compensation.Rehearsal.World;

/// <summary>The clock on the walls of those who sign in: the rehearsal's for its own officials, and the machine's for the people to whom it is served.</summary>
internal sealed class PeoplesTime(TimeProvider rehearsed) : TimeProvider
{
    private volatile bool _isReal;

    /// <summary>From now on it is the machine's.</summary>
    public void BecomeReal() => _isReal = true;

    /// <summary>From now on it is the rehearsal's.</summary>
    public void BecomeRehearsed() => _isReal = false;

    public override DateTimeOffset GetUtcNow() => (_isReal ? System : rehearsed).GetUtcNow();
}
