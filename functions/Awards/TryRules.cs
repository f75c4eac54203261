using Compensation.Campaigns;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Awards;

/// <summary>
/// <c>POST campaigns/{campaign}/awards/dry-run</c> with a changed campaign file: loads it with its examples and compares its rules with those in force on
/// every member. The answer names where the difference will be. Nothing is taken over.
/// </summary>
public sealed class TryRules(CampaignCatalog campaigns, RulesStore rules)
{
    [ApiOperation("Tries a changed campaign file's rules out on every member.", Body = typeof(System.Text.Json.Nodes.JsonObject), Answer = typeof(CandidateTaken), Refusal = typeof(CandidateFaults), RefusalStatuses = [422], Status = 202)]
    [Function(nameof(TryRules))]
    public async Task<IResult> Try(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/awards/dry-run")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        (ReadOnlyMemory<byte> file, IResult? refusal) = await JsonBody.ReadBytesAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        RulesRecord candidate;
        try
        {
            candidate = await ReadAsync(found, file, cancellationToken);
        }
        catch (CampaignFileException faulty)
        {
            return JsonBody.Answer(new CandidateFaults(faulty.Faults), StatusCodes.Status422UnprocessableEntity);
        }

        await rules.KeepCandidateAsync(found.Id, candidate, cancellationToken);
        await orchestrations.StartUnlessRunningAsync(
            nameof(CompareRules), new CandidateToCompare(found.Id, found.Shards, candidate.Hash), InstanceOf(found, candidate.Hash), cancellationToken);
        return JsonBody.Accepted($"/campaigns/{found.Id}/awards/dry-run/{candidate.Hash}", new CandidateTaken(candidate.Hash, candidate.Version));
    }

    /// <summary>202 while it is being compared, and a problem that says why where that has ended without a result.</summary>
    [ApiOperation("What a candidate's rules would change.", Answer = typeof(RulesDifference))]
    [Function(nameof(ShowDifference))]
    public async Task<IResult> ShowDifference(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/awards/dry-run/{candidate}")] HttpRequest request,
        string campaign,
        string candidate,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        if (candidate.Length > 16 || !candidate.All(char.IsAsciiHexDigitLower) || await rules.FindCandidateAsync(found.Id, candidate, cancellationToken) is null)
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such candidate.");
        }

        if (await rules.FindDifferenceAsync(found.Id, candidate, cancellationToken) is { } difference)
        {
            return JsonBody.Answer(difference);
        }

        OrchestrationMetadata? run = await orchestrations.GetInstanceAsync(InstanceOf(found, candidate), getInputsAndOutputs: true, cancellationToken);
        return run is { IsRunning: true }
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : Results.Problem(
                statusCode: StatusCodes.Status500InternalServerError,
                title: "The comparison has ended without a result. Send the file again to repeat it.",
                detail: run?.FailureDetails?.ErrorMessage ?? $"It is {run?.RuntimeStatus.ToString() ?? "not begun"}.");
    }

    private static string InstanceOf(Campaign campaign, string candidate) => $"{campaign.Id}:dry-run:{candidate}";

    /// <exception cref="CampaignFileException">The file cannot be used as this campaign's next.</exception>
    private async Task<RulesRecord> ReadAsync(Campaign current, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        string name = $"{current.Id}.json";
        Campaign candidate = CampaignFile.Parse(name, file);
        Refuse(candidate.Award is null, "kind", "is not points-award; expected the same kind as before");
        Refuse(candidate.Shards != current.Shards, "shards", $"is {candidate.Shards}; expected {current.Shards}, which is fixed");
        int expected = (await rules.LatestAsync(current.Id, cancellationToken))?.Version + 1 ?? current.Award!.RulesVersion;
        Refuse(candidate.Award!.RulesVersion != expected, "rulesVersion", $"is {candidate.Award.RulesVersion}; expected {expected}, the one after the version in force");
        return RulesRecord.Of(candidate.Award);

        void Refuse(bool wrong, string field, string reason)
        {
            if (wrong)
            {
                throw new CampaignFileException([new CampaignFault(name, field, reason)]);
            }
        }
    }
}

/// <summary>A candidate that is being compared.</summary>
/// <param name="Candidate">Under which its difference will be found.</param>
/// <param name="RulesVersion">The version it would be.</param>
public sealed record CandidateTaken(string Candidate, int RulesVersion);

/// <summary>Why a file cannot be a candidate.</summary>
/// <param name="Faults">Everything that is wrong with it.</param>
public sealed record CandidateFaults(IReadOnlyList<CampaignFault> Faults);
