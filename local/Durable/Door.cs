using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Hub;
using Compensation.Local.Durable.Storage;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable;

/// <summary>
/// Answers the official client. What it does not name (entities, rewinding, the work items of stand-alone workers) is answered as unimplemented.
/// Times come from the engine's clock, not from the request.
/// </summary>
internal sealed partial class Door(Task<Instances> started, TimeProvider clock) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    /// <summary>The hub's table is there as soon as the engine has started.</summary>
    public override async Task<CreateTaskHubResponse> CreateTaskHub(CreateTaskHubRequest request, ServerCallContext context)
    {
        await InstancesAsync(context);
        return new CreateTaskHubResponse();
    }

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        InstanceRecord record = InstanceRecord.New(Checked(request.InstanceId), Named(request.Name), clock.GetUtcNow()) with
        {
            Version = request.Version,
            Input = Checked(request.Input, "input of the orchestration"),
            StartAt = request.ScheduledStartTimestamp?.ToDateTimeOffset(),
            Tags = request.Tags,
        };
        await StartAsync(record, Replaceable(request.OrchestrationIdReusePolicy), context);
        return new CreateInstanceResponse { InstanceId = record.InstanceId };
    }

    /// <summary>Starts an instance that has ended over again, with its input; one that has not is refused.</summary>
    public override async Task<RestartInstanceResponse> RestartInstance(RestartInstanceRequest request, ServerCallContext context)
    {
        InstanceRecord old = await FindAsync(request.InstanceId, context) ?? throw NotFound(request.InstanceId);
        if (!old.IsFinal)
        {
            throw Refusal(StatusCode.FailedPrecondition, $"The instance '{request.InstanceId}' is in the {old.Status} state and cannot be restarted.");
        }

        string instanceId = request.RestartWithNewInstanceId ? Guid.NewGuid().ToString("N") : old.InstanceId;
        InstanceRecord record = InstanceRecord.New(instanceId, old.Name, clock.GetUtcNow()) with { Version = old.Version, Input = old.Input, Tags = old.Tags };
        await StartAsync(record, IsFinal, context);
        return new RestartInstanceResponse { InstanceId = instanceId };
    }

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        string? input = Checked(request.Input, $"payload of event '{request.Name}'");
        await SendAsync(request.InstanceId, HistoryEvents.Raised(Named(request.Name), input), context);
        return new RaiseEventResponse();
    }

    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        string? output = Checked(request.Output, "output of the orchestration");
        await SendAsync(request.InstanceId, HistoryEvents.Terminated(output, request.Recursive), context);
        return new TerminateResponse();
    }

    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        await SendAsync(request.InstanceId, HistoryEvents.Suspended(Checked(request.Reason, "reason")), context);
        return new SuspendResponse();
    }

    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        await SendAsync(request.InstanceId, HistoryEvents.Resumed(Checked(request.Reason, "reason")), context);
        return new ResumeResponse();
    }

    private static bool IsFinal(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    /// <summary>Without a policy an instance that has ended is replaced, and one that has not is not.</summary>
    private static Func<OrchestrationStatus, bool> Replaceable(OrchestrationIdReusePolicy? policy) =>
        policy is null ? IsFinal : policy.ReplaceableStatus.Contains;

    private async Task StartAsync(InstanceRecord record, Func<OrchestrationStatus, bool> mayReplace, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        if (!await instances.TryStartAsync(record, mayReplace, context.CancellationToken))
        {
            throw Refusal(StatusCode.AlreadyExists, $"An orchestration instance with the ID '{record.InstanceId}' already exists.");
        }
    }

    private async Task SendAsync(string instanceId, HistoryEvent message, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        Delivery delivery = await instances.SendAsync(Checked(instanceId), message, context.CancellationToken);
        if (delivery != Delivery.Kept)
        {
            throw delivery == Delivery.NoSuchInstance
                ? NotFound(instanceId)
                : Refusal(StatusCode.FailedPrecondition, $"The orchestration instance '{instanceId}' has ended.");
        }
    }

    private async Task<InstanceRecord?> FindAsync(string instanceId, ServerCallContext context) =>
        await (await InstancesAsync(context)).FindAsync(Checked(instanceId));

    private Task<Instances> InstancesAsync(ServerCallContext context) => started.WaitAsync(context.CancellationToken);
}
