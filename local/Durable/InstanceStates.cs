using Compensation.Local.Durable.Storage;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable;

/// <summary>Instances as the official client reads them.</summary>
internal static class InstanceStates
{
    public static OrchestrationState Of(InstanceRecord record, bool withPayloads)
    {
        OrchestrationState state = new()
        {
            InstanceId = record.InstanceId,
            Name = record.Name,
            Version = record.Version,
            ExecutionId = record.Execution.ToString("N"),
            ParentInstanceId = record.Parent?.InstanceId,
            OrchestrationStatus = record.Status,
            CreatedTimestamp = record.CreatedAt.ToTimestamp(),
            LastUpdatedTimestamp = record.UpdatedAt.ToTimestamp(),
            ScheduledStartTimestamp = record.StartAt?.ToTimestamp(),
            CompletedTimestamp = record.IsFinal ? record.UpdatedAt.ToTimestamp() : null,
            CustomStatus = record.CustomStatus,
            Input = withPayloads ? record.Input : null,
            Output = withPayloads ? record.Output : null,
            FailureDetails = withPayloads ? record.Failure : null,
        };
        state.Tags.Add(record.Tags);
        return state;
    }
}
