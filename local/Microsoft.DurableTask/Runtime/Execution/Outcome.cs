using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>How an execution has ended.</summary>
internal abstract record Outcome;

internal sealed record Completed(string? Output) : Outcome;

internal sealed record Failed(TaskFailureDetails Failure) : Outcome;

internal sealed record Terminated(string? Output, bool Recursive) : Outcome;

/// <param name="Input">The next generation's input.</param>
/// <param name="Carried">What the next generation receives first.</param>
internal sealed record ContinuedAsNew(string? Input, IReadOnlyList<HistoryEvent> Carried) : Outcome;
