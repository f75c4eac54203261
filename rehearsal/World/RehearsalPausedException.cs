namespace Compensation.Rehearsal.World;

/// <summary>The day has come until which the rehearsal was to be played.</summary>
internal sealed class RehearsalPausedException(DateTimeOffset at) : Exception($"Stopped at {at:o}.")
{
    /// <summary>Where time stands, UTC.</summary>
    public DateTimeOffset At => at;
}
