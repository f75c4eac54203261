using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.History;

/// <summary>What an orchestrator has decided in one episode.</summary>
/// <param name="Events">What it asks for.</param>
/// <param name="Outcome">How its execution has ended; null if it waits.</param>
/// <param name="CustomStatus">Null if it has set none.</param>
internal sealed record Decided(IReadOnlyList<HistoryEvent> Events, Outcome? Outcome, string? CustomStatus)
{
    public static Decided Ending(Outcome outcome) => new([], outcome, null);

    public static Decided By(OrchestratorResponse response) => Payload.Excess(response) is { } excess
        ? Ending(Outcome.Failed("System.ArgumentException", excess))
        : new(
            [.. response.Actions.Select(HistoryEvents.Of).OfType<HistoryEvent>()],
            response.Actions.FirstOrDefault(action => action.CompleteOrchestration is not null) is { } end ? Outcome.Of(end.CompleteOrchestration) : null,
            response.CustomStatus);
}
