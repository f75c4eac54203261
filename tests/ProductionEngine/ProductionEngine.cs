using Compensation.Local.Host.Durable;
using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.Middleware;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Logging.Abstractions;
using Core = DurableTask.Core;

namespace Compensation.ProductionEngine.Tests;

/// <summary>
/// The engine that runs orchestrations on Azure Storage in production, behind the seam of the local host. Its orchestrators and activities are run by the
/// worker: a middleware asks it, as the durable extension of the Functions host does.
/// </summary>
internal sealed class ProductionEngine : IDurableEngine
{
    // Long enough for an episode on a busy machine, short enough that a test can wait until the work of a killed process is taken up.
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(10);

    private readonly AzureStorageOrchestrationService _service;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskHubWorker _worker;
    private IDurableFunctions? _functions;

    public ProductionEngine(string connectionString, string hubName)
    {
        _service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            TaskHubName = hubName,
            StorageAccountClientProvider = new StorageAccountClientProvider(connectionString),
            PartitionCount = 1,
            UseAppLease = false,
            LeaseAcquireInterval = TimeSpan.FromSeconds(1),
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(500),
            ControlQueueVisibilityTimeout = Invisible,
            WorkItemQueueVisibilityTimeout = Invisible,
            ThrowExceptionOnInvalidDedupeStatus = true,
            LoggerFactory = NullLoggerFactory.Instance,
        });
        Door = new ProductionDoor(_service);
        _worker = new TaskHubWorker(_service, NullLoggerFactory.Instance) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        _worker.AddOrchestrationDispatcherMiddleware(RunOrchestratorAsync);
        _worker.AddActivityDispatcherMiddleware(RunActivityAsync);
    }

    public TaskHubSidecarService.TaskHubSidecarServiceBase Door { get; }

    public async Task StartAsync(IDurableFunctions functions, CancellationToken cancellationToken)
    {
        _functions = functions;
        await _service.CreateIfNotExistsAsync();
        await _worker.StartAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => EndAsync(isForced: false).WaitAsync(cancellationToken);

    /// <summary>Without a stop before, this is a kill: nothing that runs is waited for, and what has been taken in hand is not given back.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(isForced: true);

    private async Task EndAsync(bool isForced)
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _worker.StopAsync(isForced);
        }
    }

    private async Task RunOrchestratorAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        OrchestrationRuntimeState state = context.GetProperty<OrchestrationRuntimeState>();
        OrchestratorRequest request = new()
        {
            InstanceId = state.OrchestrationInstance!.InstanceId,
            ExecutionId = state.OrchestrationInstance.ExecutionId,
            PastEvents = { state.PastEvents.Select(ProtobufUtils.ToHistoryEventProto) },
            NewEvents = { state.NewEvents.Select(ProtobufUtils.ToHistoryEventProto) },
        };
        OrchestratorResponse response = await RunAsync(stopping => _functions!.RunOrchestratorAsync(state.Name, request, stopping));
        context.SetProperty(new OrchestratorExecutionResult
        {
            Actions = response.Actions.Select(ProtobufUtils.ToOrchestratorAction).ToArray(),
            CustomStatus = response.CustomStatus,
        });
    }

    private async Task RunActivityAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        Core.History.TaskScheduledEvent scheduled = context.GetProperty<Core.History.TaskScheduledEvent>();
        Core.OrchestrationInstance instance = context.GetProperty<Core.OrchestrationInstance>();
        ActivityResponse response = await RunAsync(stopping => _functions!.RunActivityAsync(
            new ActivityRequest
            {
                Name = scheduled.Name,
                Version = scheduled.Version,
                Input = scheduled.Input,
                TaskId = scheduled.EventId,
                OrchestrationInstance = new() { InstanceId = instance.InstanceId, ExecutionId = instance.ExecutionId },
            },
            stopping));
        context.SetProperty(new ActivityExecutionResult
        {
            ResponseEvent = response.FailureDetails is { } failure
                ? new Core.History.TaskFailedEvent(-1, scheduled.EventId, failure.ErrorMessage, null, Details(failure))
                : new Core.History.TaskCompletedEvent(-1, scheduled.EventId, response.Result),
        });
    }

    /// <summary>What the host has stopped is to be run again.</summary>
    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> run)
    {
        try
        {
            return await run(_stopping.Token);
        }
        catch (OperationCanceledException stopped)
        {
            throw new SessionAbortedException("The host stops.", stopped);
        }
    }

    private static Core.FailureDetails Details(TaskFailureDetails failure) => new(
        failure.ErrorType, failure.ErrorMessage, failure.StackTrace, failure.InnerFailure is { } inner ? Details(inner) : null, failure.IsNonRetriable);
}
