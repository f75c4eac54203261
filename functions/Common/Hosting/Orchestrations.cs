using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Common.Hosting;

/// <summary>Starting and telling orchestrations that others start, tell and end at the same time.</summary>
public static class Orchestrations
{
    /// <summary>Starts an orchestration under this id, unless one is under way.</summary>
    public static Task StartUnlessRunningAsync(this DurableTaskClient orchestrations, string name, object input, string instance, CancellationToken cancellationToken) =>
        orchestrations.StartUnlessAsync(static run => run is { IsCompleted: false }, name, input, instance, cancellationToken);

    /// <summary>Starts an orchestration under this id, unless there is or was one.</summary>
    public static Task StartOnceAsync(this DurableTaskClient orchestrations, string name, object input, string instance, CancellationToken cancellationToken) =>
        orchestrations.StartUnlessAsync(static run => run is not null, name, input, instance, cancellationToken);

    /// <returns>Whether there is one to be told: one that ends between the look and the word counts as ended.</returns>
    public static async Task<bool> TellIfRunningAsync(this DurableTaskClient orchestrations, string instance, string eventName, object payload, CancellationToken cancellationToken)
    {
        if (await orchestrations.LookAsync(instance, cancellationToken) is not { IsCompleted: false })
        {
            return false;
        }

        try
        {
            await orchestrations.RaiseEventAsync(instance, eventName, payload, cancellationToken);
            return true;
        }
        catch (RpcException ended) when (ended.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Of several who start the same one at once one does; for the others it is there already, which is success.</summary>
    private static async Task StartUnlessAsync(this DurableTaskClient orchestrations, Func<OrchestrationMetadata?, bool> isThere, string name, object input, string instance, CancellationToken cancellationToken)
    {
        if (isThere(await orchestrations.LookAsync(instance, cancellationToken)))
        {
            return;
        }

        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instance), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isThere(await orchestrations.LookAsync(instance, cancellationToken)))
            {
                throw;
            }
        }
    }

    private static Task<OrchestrationMetadata?> LookAsync(this DurableTaskClient orchestrations, string instance, CancellationToken cancellationToken) =>
        orchestrations.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken);
}
