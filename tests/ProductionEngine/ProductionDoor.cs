using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Core = DurableTask.Core;

namespace Compensation.ProductionEngine.Tests;

/// <summary>
/// The clients' door to the engine of production: the SDK's own, with the start of instances as the Functions host does it. There a running instance is never
/// replaced, and one that has ended is, unless the client says otherwise.
/// </summary>
internal sealed class ProductionDoor(AzureStorageOrchestrationService service) : TaskHubGrpcServer(
    new NoLifetime(), NullLoggerFactory.Instance, service, service, Options.Create(new TaskHubGrpcServerOptions { Mode = TaskHubGrpcServerMode.ApiServerOnly }))
{
    private static readonly Core.OrchestrationStatus[] _running =
        [Core.OrchestrationStatus.Pending, Core.OrchestrationStatus.Running, Core.OrchestrationStatus.Suspended, Core.OrchestrationStatus.ContinuedAsNew];

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        Core.OrchestrationInstance instance = new() { InstanceId = request.InstanceId, ExecutionId = Guid.NewGuid().ToString("N") };
        Core.History.ExecutionStartedEvent started = new(-1, request.Input)
        {
            Name = request.Name,
            Version = request.Version,
            OrchestrationInstance = instance,
            Tags = new Dictionary<string, string>(request.Tags, StringComparer.Ordinal),
            ScheduledStartTime = request.ScheduledStartTimestamp?.ToDateTime(),
        };
        try
        {
            await service.CreateTaskOrchestrationAsync(new TaskMessage { Event = started, OrchestrationInstance = instance }, _running);
            return new CreateInstanceResponse { InstanceId = request.InstanceId };
        }
        catch (OrchestrationAlreadyExistsException exists)
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, exists.Message));
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
