namespace DurableTask.Core.Exceptions;

/// <summary>The id of a new instance is taken by one that may not be replaced. Named like the official exception.</summary>
internal sealed class OrchestrationAlreadyExistsException(string instanceId)
    : Exception($"An orchestration instance with the ID '{instanceId}' already exists.");
