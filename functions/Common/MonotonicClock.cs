namespace Compensation.Common;

/// <summary>
/// The clock for waiting in memory. It begins at the time of day at which it is made, and whoever sets the machine's clock afterwards does not move it.
/// Its instants are compared with each other only: what is stored, or comes from outside, goes by the time of day.
/// </summary>
public sealed class MonotonicClock(TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _mark = time.GetTimestamp();

    public DateTimeOffset Now => _began + time.GetElapsedTime(_mark);
}
