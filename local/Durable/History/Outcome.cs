using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.History;

/// <summary>How an execution has ended.</summary>
/// <param name="Result">The output; of an execution that goes on as a new one, the new input.</param>
/// <param name="Carried">The events that the next execution receives first.</param>
/// <param name="Recursive">Whether the open sub-orchestrations are to be terminated as well.</param>
internal sealed record Outcome(
    OrchestrationStatus Status,
    string? Result,
    TaskFailureDetails? Failure = null,
    IReadOnlyList<HistoryEvent>? Carried = null,
    bool Recursive = false)
{
    /// <summary>What clients read as the output: of a failure its type and message, as on Azure Storage.</summary>
    public string? Output => Failure is null ? Result : $"{Failure.ErrorType}: {Failure.ErrorMessage}";

    public bool GoesOn => Status == OrchestrationStatus.ContinuedAsNew;

    public static Outcome Failed(string type, string message) =>
        new(OrchestrationStatus.Failed, message, new TaskFailureDetails { ErrorType = type, ErrorMessage = message });

    public static Outcome Of(CompleteOrchestrationAction action) =>
        new(action.OrchestrationStatus, action.Result, action.FailureDetails, action.CarryoverEvents);

    public static Outcome Of(ExecutionTerminatedEvent terminated) =>
        new(OrchestrationStatus.Terminated, terminated.Input, Recursive: terminated.Recurse);
}
