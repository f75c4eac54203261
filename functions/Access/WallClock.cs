namespace Compensation.Access;

/// <summary>
/// The clock on people's walls and in their phones: the machine's, also where the app itself lives in another time, as one does that is served after a rehearsal. By it numbers of authenticator apps
/// count, sessions end, and whoever tried too often waits.
/// </summary>
/// <param name="Time">What tells it.</param>
public sealed record WallClock(TimeProvider Time)
{
    public DateTimeOffset Now => Time.GetUtcNow();
}
