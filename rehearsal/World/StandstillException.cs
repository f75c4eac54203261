namespace Compensation.Rehearsal.World;

/// <summary>Something cannot be written, so time stands still. The message is the one sentence that says so.</summary>
internal sealed class StandstillException(string message) : Exception(message);
