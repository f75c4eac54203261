using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Lifecycle;

/// <summary>How far a campaign has come: each of its orchestrations with its state and counters.</summary>
public sealed class GetProgress(CampaignCatalog campaigns)
{
    [Function(nameof(GetProgress))]
    [ApiOperation("How far a campaign has come, orchestration by orchestration.", Answer = typeof(ProgressStep[]))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/progress")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!CampaignId.TryParse(campaign, out CampaignId id) || !campaigns.TryFind(id, out _))
        {
            return TypedResults.Problem($"There is no campaign '{campaign}'.", statusCode: StatusCodes.Status404NotFound);
        }

        OrchestrationQuery query = new(InstanceIdPrefix: id.Value, FetchInputsAndOutputs: true);
        List<ProgressStep> steps = [];
        await foreach (OrchestrationMetadata instance in orchestrations.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (instance.InstanceId == id.Value || instance.InstanceId.StartsWith($"{id}:", StringComparison.Ordinal))
            {
                steps.Add(ProgressStep.Of(instance));
            }
        }

        return JsonBody.Answer(steps.OrderBy(step => step.StartedAt).ThenBy(step => step.Step, StringComparer.Ordinal));
    }
}

/// <summary>One orchestration of a campaign.</summary>
/// <param name="Step">Its instance id, such as <c>kumamoto:issue-app</c>; lanes end in <c>:pass:lane</c>.</param>
/// <param name="Status">The runtime's word, such as <c>Running</c>.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
/// <param name="Detail">The orchestration's own counters, or null.</param>
public sealed record ProgressStep(string Step, string Status, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, JsonNode? Detail)
{
    internal static ProgressStep Of(OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        instance.CreatedAt,
        instance.LastUpdatedAt,
        instance.SerializedCustomStatus is { } status ? JsonNode.Parse(status) : null);
}
