namespace Compensation.Rehearsal.World;

/// <summary>The application did not do its work. The message says what was expected of it.</summary>
internal sealed class RehearsalFailedException(string message) : Exception(message);
