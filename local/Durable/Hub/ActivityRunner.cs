using Compensation.Local.Durable.History;
using Compensation.Local.Host.Durable;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Durable.Hub;

/// <summary>One call of an activity.</summary>
internal sealed record ActivityCall(InstanceSession Session, Guid Execution, HistoryEvent Scheduled);

/// <summary>Runs activities. Whatever goes wrong with one becomes the failure of its call.</summary>
internal sealed partial class ActivityRunner(IDurableFunctions functions, ILogger logger)
{
    /// <summary>Runs one call to its end.</summary>
    /// <returns>Its end; null if the activity gave up because the host stops, so that it has to run again.</returns>
    public async Task<HistoryEvent?> RunAsync(ActivityCall call, CancellationToken stopping)
    {
        TaskFailureDetails failure;
        try
        {
            ActivityResponse response = await functions.RunActivityAsync(Request(call), stopping);
            if (response.FailureDetails is null)
            {
                string? excess = Payload.Excess(response.Result, $"output of activity '{call.Scheduled.TaskScheduled.Name}'");
                return excess is null
                    ? HistoryEvents.Completed(call.Scheduled, response.Result)
                    : HistoryEvents.Failed(call.Scheduled, new() { ErrorType = "System.ArgumentException", ErrorMessage = excess, IsNonRetriable = true });
            }

            failure = response.FailureDetails;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception thrown)
        {
            ActivityWasNotRun(logger, thrown, call.Scheduled.TaskScheduled.Name, call.Session.InstanceId);
            failure = new() { ErrorType = thrown.GetType().FullName!, ErrorMessage = thrown.Message, StackTrace = thrown.StackTrace };
        }

        return HistoryEvents.Failed(call.Scheduled, failure);
    }

    private static ActivityRequest Request(ActivityCall call)
    {
        TaskScheduledEvent scheduled = call.Scheduled.TaskScheduled;
        return new()
        {
            Name = scheduled.Name,
            Version = scheduled.Version,
            Input = scheduled.Input,
            TaskId = call.Scheduled.EventId,
            Tags = { scheduled.Tags },
            OrchestrationInstance = new() { InstanceId = call.Session.InstanceId, ExecutionId = call.Execution.ToString("N") },
        };
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Activity {Activity} of instance {InstanceId} could not be run.")]
    private static partial void ActivityWasNotRun(ILogger logger, Exception failure, string activity, string instanceId);
}
