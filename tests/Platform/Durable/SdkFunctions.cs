using Compensation.Local.Host.Durable;
using DurableTask.Core;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using TaskFailureDetails = Microsoft.DurableTask.Protobuf.TaskFailureDetails;

namespace Compensation.Platform.Tests.Durable;

/// <summary>Runs a test's orchestrators and activities with the official SDK, without any functions host.</summary>
internal sealed class SdkFunctions : IDurableFunctions, IDisposable
{
    private readonly Dictionary<TaskName, ITaskOrchestrator> _orchestrators;
    private readonly Dictionary<TaskName, ITaskActivity> _activities;
    private ExtendedSessionsCache _sessions = new();

    public SdkFunctions(Action<DurableTaskRegistry> register)
    {
        DurableTaskRegistry registry = new();
        register(registry);
        _orchestrators = registry.GetOrchestrators().ToDictionary(one => one.Key, one => one.Value(null!));
        _activities = registry.GetActivities().ToDictionary(one => one.Key, one => one.Value(null!));
    }

    /// <summary>How many episodes came with their history.</summary>
    public int Replays { get; private set; }

    /// <summary>The largest history that came with an episode.</summary>
    public int LongestHistory { get; private set; }

    /// <summary>Loses every execution that is kept in memory, as after a long idle time.</summary>
    public void ForgetSessions()
    {
        _sessions.Dispose();
        _sessions = new();
    }

    public async Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Replays += request.PastEvents.Count > 0 ? 1 : 0;
        LongestHistory = Math.Max(LongestHistory, request.PastEvents.Count);
        if (!_orchestrators.TryGetValue(name, out ITaskOrchestrator? orchestrator))
        {
            return Failed($"No orchestrator task named '{name}' was found.");
        }

        string response = GrpcOrchestrationRunner.LoadAndRun(Convert.ToBase64String(request.ToByteArray()), orchestrator, _sessions);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response));
    }

    public async Task<ActivityResponse> RunActivityAsync(ActivityRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!_activities.TryGetValue(request.Name, out ITaskActivity? activity))
        {
            return new() { FailureDetails = new() { ErrorType = "ActivityTaskNotFound", ErrorMessage = $"No activity task named '{request.Name}' was found." } };
        }

        try
        {
            TaskActivity shim = DurableTaskShimFactory.Default.CreateActivity(request.Name, activity);
            TaskContext context = new(new() { InstanceId = request.OrchestrationInstance.InstanceId });
            return new() { Result = await shim.RunAsync(context, request.Input) };
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new() { FailureDetails = Details(failure) };
        }
    }

    public void Dispose() => _sessions.Dispose();

    private static OrchestratorResponse Failed(string message) => new()
    {
        Actions =
        {
            new OrchestratorAction
            {
                CompleteOrchestration = new()
                {
                    OrchestrationStatus = Microsoft.DurableTask.Protobuf.OrchestrationStatus.Failed,
                    FailureDetails = new() { ErrorType = "OrchestratorTaskNotFound", ErrorMessage = message },
                },
            },
        },
    };

    private static TaskFailureDetails Details(Exception failure) => new()
    {
        ErrorType = failure.GetType().FullName!,
        ErrorMessage = failure.Message,
        StackTrace = failure.StackTrace,
        InnerFailure = failure.InnerException is { } inner ? Details(inner) : null,
    };
}
