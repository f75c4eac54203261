using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Host.Durable;

/// <summary>What a durable engine asks of whoever runs the functions: an orchestrator over a piece of history, an activity once.</summary>
public interface IDurableFunctions
{
    /// <summary>Runs an orchestrator over its history and what has come in, until it waits or ends.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="request">The history and the new events, as the durable worker reads them.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>What the orchestrator has decided. If there is no such orchestrator, or its function cannot be run: that it has failed.</returns>
    /// <exception cref="OperationCanceledException">The host stops; the episode is to be run again.</exception>
    Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellationToken);

    /// <summary>Runs an activity to its end. Whatever it throws is the response's failure.</summary>
    /// <param name="request">Its name, its input as the SDK wrote it (a JSON array of one element), and the instance that calls it.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <exception cref="OperationCanceledException">The host stops; the activity is to be run again.</exception>
    Task<ActivityResponse> RunActivityAsync(ActivityRequest request, CancellationToken cancellationToken);
}
