using Compensation.Local.Runtime.Execution;
using Compensation.Local.Runtime.Hub;
using Compensation.Local.Runtime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Local;

/// <summary>The client of a task hub that is kept in tables.</summary>
internal sealed class TableDurableTaskClient(
    string name, TaskHubs hubs, IOptionsMonitor<DurableTaskClientOptions> options, IServiceProvider services) : DurableTaskClient(name)
{
    private static readonly IReadOnlySet<OrchestrationRuntimeStatus> NotFinal = new HashSet<OrchestrationRuntimeStatus>
    {
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    };

    private static readonly IReadOnlyList<OrchestrationRuntimeStatus> Final =
    [
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    private readonly TaskHub _hub = hubs.Get(name);
    private readonly DataConverter _converter = options.Get(name).DataConverter;
    private readonly TimeProvider _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        if (orchestratorName == default)
        {
            throw new ArgumentException("A name is required.", nameof(orchestratorName));
        }

        string instanceId = InstanceId.Check(options?.InstanceId ?? Guid.NewGuid().ToString("N"));
        InstanceRecord record = InstanceRecord.New(instanceId, orchestratorName, _clock.GetUtcNow()) with
        {
            Input = Payload.Write(_converter, input, "input of the orchestration"),
            StartAt = options?.StartAt?.ToUniversalTime(),
            Tags = options?.Tags,
        };
        await _hub.StartAsync(record, Refusing(options?.DedupeStatuses), cancellation);
        return instanceId;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        string? data = Payload.Write(_converter, eventPayload, $"payload of event '{eventName}'");
        return _hub.SendAsync(InstanceId.Check(instanceId), id => new EventRaised(eventName, data, id), cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        string? output = Payload.Write(_converter, options?.Output, "output of the orchestration");
        return _hub.SendAsync(
            InstanceId.Check(instanceId), _ => new ExecutionTerminated(output, options?.Recursive ?? false), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        _hub.SendAsync(InstanceId.Check(instanceId), _ => new ExecutionSuspended(reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        _hub.SendAsync(InstanceId.Check(instanceId), _ => new ExecutionResumed(reason), cancellation);

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Metadata(
            await _hub.WaitAsync(InstanceId.Check(instanceId), record => record.Status != OrchestrationRuntimeStatus.Pending, cancellation),
            getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Metadata(await _hub.WaitAsync(InstanceId.Check(instanceId), record => record.IsFinal, cancellation), getInputsAndOutputs);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await _hub.FindAsync(InstanceId.Check(instanceId), cancellation) is { } record ? Metadata(record, getInputsAndOutputs) : null;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery query = filter ?? new OrchestrationQuery();
        InstanceFilter wanted = new(query.CreatedFrom, query.CreatedTo, query.Statuses?.ToArray(), query.InstanceIdPrefix);
        return Pageable.Create<OrchestrationMetadata>(async (continuation, pageSize, cancellation) =>
        {
            (IReadOnlyList<InstanceRecord> records, string? next) = await _hub.QueryAsync(
                wanted, query.FetchInputsAndOutputs, pageSize ?? query.PageSize, continuation ?? query.ContinuationToken, cancellation);
            return new Page<OrchestrationMetadata>([.. records.Select(record => Metadata(record, query.FetchInputsAndOutputs))], next);
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await _hub.PurgeAsync(InstanceId.Check(instanceId), options?.Recursive ?? false, cancellation), isComplete: true);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        OrchestrationRuntimeStatus[] statuses = [.. (filter.Statuses ?? Final).Intersect(Final)];
        if (statuses.Length == 0)
        {
            return new PurgeResult(0, isComplete: true);
        }

        InstanceFilter wanted = new(filter.CreatedFrom, filter.CreatedTo, statuses, null);
        long began = _clock.GetTimestamp();
        int removed = 0;
        string? continuation = null;
        do
        {
            (IReadOnlyList<InstanceRecord> records, continuation) = await _hub.QueryAsync(
                wanted, withPayloads: false, OrchestrationQuery.DefaultPageSize, continuation, cancellation);
            foreach (InstanceRecord record in records)
            {
                if (filter.Timeout is { } timeout && _clock.GetElapsedTime(began) >= timeout)
                {
                    return new PurgeResult(removed, isComplete: false);
                }

                removed += await _hub.PurgeAsync(record.InstanceId, options?.Recursive ?? false, cancellation);
            }
        }
        while (continuation is not null);
        return new PurgeResult(removed, isComplete: true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IReadOnlySet<OrchestrationRuntimeStatus> Refusing(IReadOnlyList<string>? dedupeStatuses) => dedupeStatuses is null
        ? NotFinal
        : dedupeStatuses.Select(status => Enum.TryParse(status, ignoreCase: true, out OrchestrationRuntimeStatus parsed)
            ? parsed
            : throw new ArgumentException($"'{status}' is not a status of orchestrations.", nameof(dedupeStatuses))).ToHashSet();

    private OrchestrationMetadata Metadata(InstanceRecord record, bool withPayloads) => new(record.Name, record.InstanceId)
    {
        RuntimeStatus = record.Status,
        CreatedAt = record.CreatedAt,
        LastUpdatedAt = record.UpdatedAt,
        Tags = record.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
        SerializedCustomStatus = record.CustomStatus,
        DataConverter = withPayloads ? _converter : null,
        SerializedInput = withPayloads ? record.Input : null,
        SerializedOutput = withPayloads ? record.Output : null,
        FailureDetails = withPayloads ? record.Failure : null,
    };
}
