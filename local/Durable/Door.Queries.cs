using Compensation.Local.Durable.Hub;
using Compensation.Local.Durable.Storage;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable;

internal partial class Door
{
    private const int LargestPage = 1_000;
    private const int UsualPage = 100;
    private const int EventsOfChunk = 500;

    private static readonly OrchestrationStatus[] Final = [.. System.Enum.GetValues<OrchestrationStatus>().Where(IsFinal)];

    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        await FindAsync(request.InstanceId, context) is { } record ? Found(record, request) : new GetInstanceResponse();

    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, record => record.Status != OrchestrationStatus.Pending, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, record => record.IsFinal, context);

    public override async Task<QueryInstancesResponse> QueryInstances(QueryInstancesRequest request, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        InstanceQuery query = request.Query;
        InstanceFilter wanted = new()
        {
            CreatedFrom = query.CreatedTimeFrom?.ToDateTimeOffset(),
            CreatedTo = query.CreatedTimeTo?.ToDateTimeOffset(),
            Statuses = query.RuntimeStatus,
            IdPrefix = query.InstanceIdPrefix,
        };
        (IReadOnlyList<InstanceRecord> records, string? next) = await instances.QueryAsync(
            wanted, query.FetchInputsAndOutputs, PageSize(query.MaxInstanceCount), Continuation(query.ContinuationToken), context.CancellationToken);
        QueryInstancesResponse response = new() { ContinuationToken = next };
        response.OrchestrationState.AddRange(records.Select(record => InstanceStates.Of(record, query.FetchInputsAndOutputs)));
        return response;
    }

    /// <summary>Lists instances that have ended, by when they did.</summary>
    public override async Task<ListInstanceIdsResponse> ListInstanceIds(ListInstanceIdsRequest request, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        InstanceFilter wanted = new()
        {
            UpdatedFrom = request.CompletedTimeFrom?.ToDateTimeOffset(),
            UpdatedTo = request.CompletedTimeTo?.ToDateTimeOffset(),
            Statuses = request.RuntimeStatus.Count == 0 ? Final : [.. request.RuntimeStatus.Where(IsFinal)],
        };
        (IReadOnlyList<InstanceRecord> records, string? next) = await instances.QueryAsync(
            wanted, withPayloads: false, PageSize(request.PageSize), Continuation(request.LastInstanceKey), context.CancellationToken);
        ListInstanceIdsResponse response = new() { LastInstanceKey = next };
        response.InstanceIds.AddRange(records.Select(record => record.InstanceId));
        return response;
    }

    public override async Task StreamInstanceHistory(
        StreamInstanceHistoryRequest request, IServerStreamWriter<HistoryChunk> responseStream, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        IReadOnlyList<HistoryEvent> history = await instances.ReadHistoryAsync(Checked(request.InstanceId)) ?? throw NotFound(request.InstanceId);
        foreach (HistoryEvent[] chunk in history.Chunk(EventsOfChunk))
        {
            await responseStream.WriteAsync(new HistoryChunk { Events = { chunk } }, context.CancellationToken);
        }
    }

    /// <summary>Removes instances that have ended.</summary>
    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        Instances instances = await InstancesAsync(context);
        if (request.PurgeInstanceFilter is { } filter)
        {
            return await PurgeAsync(instances, filter, request.Recursive, context.CancellationToken);
        }

        int removed = 0;
        foreach (string instanceId in request.InstanceBatch is { } batch ? [.. batch.InstanceIds] : (IEnumerable<string>)[request.InstanceId])
        {
            removed += await instances.PurgeAsync(Checked(instanceId), request.Recursive, context.CancellationToken);
        }

        return new PurgeInstancesResponse { DeletedInstanceCount = removed, IsComplete = true };
    }

    private static int PageSize(int wanted) => wanted is > 0 and <= LargestPage ? wanted : wanted > LargestPage ? LargestPage : UsualPage;

    private static string? Continuation(string? token) => string.IsNullOrEmpty(token) ? null : token;

    private static GetInstanceResponse Found(InstanceRecord record, GetInstanceRequest request) =>
        new() { Exists = true, OrchestrationState = InstanceStates.Of(record, request.GetInputsAndOutputs) };

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest request, Func<InstanceRecord, bool> until, ServerCallContext context)
    {
        try
        {
            Instances instances = await InstancesAsync(context);
            return await instances.WaitAsync(Checked(request.InstanceId), until, context.CancellationToken) is { } record
                ? Found(record, request)
                : throw NotFound(request.InstanceId);
        }
        catch (OperationCanceledException)
        {
            throw Refusal(StatusCode.Cancelled, "The wait was given up.");
        }
    }

    private async Task<PurgeInstancesResponse> PurgeAsync(Instances instances, PurgeInstanceFilter filter, bool recursive, CancellationToken cancellation)
    {
        OrchestrationStatus[] statuses = filter.RuntimeStatus.Count == 0 ? Final : [.. filter.RuntimeStatus.Where(IsFinal)];
        if (statuses.Length == 0)
        {
            return new PurgeInstancesResponse { IsComplete = true };
        }

        InstanceFilter wanted = new()
        {
            CreatedFrom = filter.CreatedTimeFrom?.ToDateTimeOffset(),
            CreatedTo = filter.CreatedTimeTo?.ToDateTimeOffset(),
            Statuses = statuses,
        };
        long began = clock.GetTimestamp();
        int removed = 0;
        string? continuation = null;
        do
        {
            (IReadOnlyList<InstanceRecord> records, continuation) =
                await instances.QueryAsync(wanted, withPayloads: false, UsualPage, continuation, cancellation);
            foreach (InstanceRecord record in records)
            {
                if (filter.Timeout?.ToTimeSpan() is { } timeout && clock.GetElapsedTime(began) >= timeout)
                {
                    return new PurgeInstancesResponse { DeletedInstanceCount = removed, IsComplete = false };
                }

                removed += await instances.PurgeAsync(record.InstanceId, recursive, cancellation);
            }
        }
        while (continuation is not null);
        return new PurgeInstancesResponse { DeletedInstanceCount = removed, IsComplete = true };
    }
}
