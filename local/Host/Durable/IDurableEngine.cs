using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Host.Durable;

/// <summary>Keeps orchestrations: their histories, timers, events and calls.</summary>
public interface IDurableEngine : IAsyncDisposable
{
    /// <summary>The service through which the official client speaks with the engine.</summary>
    TaskHubSidecarService.TaskHubSidecarServiceBase Door { get; }

    /// <summary>Fails if the engine cannot go on, because another process has taken its task hub over: the host is to stop. Never completes otherwise.</summary>
    Task WhenLost => Task.Delay(Timeout.Infinite);

    /// <summary>Starts running what there is to run. Everything that is stored is under way again when this returns.</summary>
    Task StartAsync(IDurableFunctions functions, CancellationToken cancellationToken);

    /// <summary>Takes up nothing new and waits for what is running.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
