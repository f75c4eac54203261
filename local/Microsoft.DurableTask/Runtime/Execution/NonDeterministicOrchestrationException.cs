namespace DurableTask.Core.Exceptions;

/// <summary>The orchestrator's code does not do what its history says it did. Failures carry this type's official name.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
