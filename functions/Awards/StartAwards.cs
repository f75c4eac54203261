using Compensation.Campaigns;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Awards;

/// <summary><c>POST campaigns/{campaign}/awards</c> computes everything; <c>GET</c> shows what the last computation found.</summary>
public sealed class StartAwards(CampaignCatalog campaigns, RulesStore rules)
{
    [ApiOperation("Starts computing every member's points.", Answer = typeof(StartedRun), Status = 202)]
    [Function(nameof(StartAwards))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/awards")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        string instance = $"{found.Id}:awards";
        await orchestrations.StartUnlessRunningAsync(nameof(ComputeAwards), found.Id, instance, cancellationToken);
        return JsonBody.Accepted($"/campaigns/{found.Id}/awards", new StartedRun(instance));
    }

    [ApiOperation("How far the computation is, and what the last one found.", Answer = typeof(AwardsReport))]
    [Function(nameof(ShowAwards))]
    public async Task<IResult> ShowAwards(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/awards")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        OrchestrationMetadata? run = await orchestrations.GetInstanceAsync($"{found.Id}:awards", getInputsAndOutputs: true, cancellationToken);
        ComputedAwards? last = run is { RuntimeStatus: OrchestrationRuntimeStatus.Completed } ? run.ReadOutputAs<ComputedAwards>() : null;
        return JsonBody.Answer(new AwardsReport(run?.RuntimeStatus.ToString(), last?.Refusal, await rules.FindTotalsAsync(found.Id, cancellationToken)) { Failure = run?.FailureDetails?.ErrorMessage });
    }
}

/// <summary>Something that was begun, or is under way already.</summary>
/// <param name="Instance">The orchestration that carries it out.</param>
public sealed record StartedRun(string Instance);

/// <summary>The state of a campaign's awards.</summary>
/// <param name="Status">The runtime's word on the last computation, such as <c>Running</c>; null where there was none.</param>
/// <param name="Refusal">Why the last computation computed nothing; null where it did.</param>
/// <param name="Computed">What the last completed computation found; null before the first.</param>
public sealed record AwardsReport(string? Status, string? Refusal, ComputedAwards? Computed)
{
    /// <summary>Why the last computation ended without a result; null where it did not.</summary>
    public string? Failure { get; init; }
}
