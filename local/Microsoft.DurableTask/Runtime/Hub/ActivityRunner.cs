using Compensation.Local.Runtime.Execution;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Runtime.Hub;

/// <summary>One call of an activity.</summary>
internal sealed record ActivityCall(InstanceSession Session, Guid Execution, ActivityScheduled Call);

/// <summary>What a worker runs, and with what.</summary>
internal sealed record WorkerSetup(
    IDurableTaskFactory Factory, DurableTaskWorkerOptions Options, bool ExtendedSessions, IServiceProvider Services, ILoggerFactory Loggers);

/// <summary>Runs activities. Whatever they throw becomes the failure of their call.</summary>
internal sealed partial class ActivityRunner(WorkerSetup setup, ILogger logger)
{
    /// <summary>Runs one call to its end.</summary>
    /// <returns>Its result; null if the activity gave up because the host stops, so that it has to run again.</returns>
    public async Task<TaskEnded?> RunAsync(ActivityCall call, Func<bool> isStopping)
    {
        ActivityScheduled scheduled = call.Call;
        try
        {
            await using AsyncServiceScope scope = setup.Services.CreateAsyncScope();
            if (!setup.Factory.TryCreateActivity(scheduled.Name, scope.ServiceProvider, out ITaskActivity? activity))
            {
                return new TaskFailed(scheduled.TaskId, new TaskFailureDetails(
                    Retrying.ActivityNotFound, $"No activity task named '{scheduled.Name}' was found.", null, null, null));
            }

            object? input = setup.Options.DataConverter.Deserialize(scheduled.Input, activity.InputType);
            object? output = await activity.RunAsync(new Context(scheduled.Name, call.Session.InstanceId), input);
            return new TaskCompleted(
                scheduled.TaskId, Payload.Write(setup.Options.DataConverter, output, $"output of activity '{scheduled.Name}'"));
        }
        catch (OperationCanceledException) when (isStopping())
        {
            return null;
        }
        catch (Exception failure)
        {
            ActivityFailed(logger, failure, scheduled.Name, call.Session.InstanceId);
            return new TaskFailed(scheduled.TaskId, TaskFailureDetails.FromException(failure));
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Activity {Activity} of instance {InstanceId} has failed.")]
    private static partial void ActivityFailed(ILogger logger, Exception failure, string activity, string instanceId);

    private sealed class Context(TaskName name, string instanceId) : TaskActivityContext
    {
        public override TaskName Name => name;

        public override string InstanceId => instanceId;
    }
}
