using Compensation.Campaigns;
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
    private const int FileBytesMax = 1 << 20;

    [ApiOperation("Tries a changed campaign file's rules out on every member.", Body = typeof(System.Text.Json.Nodes.JsonObject), Answer = typeof(System.Text.Json.Nodes.JsonObject), Status = 202)]
    [Function(nameof(TryRules))]
    public async Task<IResult> Try(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/awards/dry-run")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        RulesRecord candidate;
        try
        {
            candidate = await ReadAsync(found, request.Body, cancellationToken);
        }
        catch (CampaignFileException faulty)
        {
            return Results.Json(new { faults = faulty.Faults }, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        await rules.KeepCandidateAsync(found.Id, candidate, cancellationToken);
        await orchestrations.StartUnlessRunningAsync(
            nameof(CompareRules), new CandidateToCompare(found.Id, found.Shards, candidate.Hash), $"{found.Id}:dry-run:{candidate.Hash}", cancellationToken);
        return Results.Accepted($"/campaigns/{found.Id}/awards/dry-run/{candidate.Hash}", new { candidate = candidate.Hash, rulesVersion = candidate.Version });
    }

    [ApiOperation("What a candidate's rules would change.", Answer = typeof(RulesDifference))]
    [Function(nameof(ShowDifference))]
    public async Task<IResult> ShowDifference(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaign}/awards/dry-run/{candidate}")] HttpRequest request,
        string campaign,
        string candidate,
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

        return await rules.FindDifferenceAsync(found.Id, candidate, cancellationToken) is { } difference
            ? Results.Json(difference)
            : Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <exception cref="CampaignFileException">The file cannot be used as this campaign's next.</exception>
    private async Task<RulesRecord> ReadAsync(Campaign current, Stream body, CancellationToken cancellationToken)
    {
        string name = $"{current.Id}.json";
        using MemoryStream file = new();
        byte[] buffer = new byte[81_920];
        for (int read = await body.ReadAsync(buffer, cancellationToken); read > 0; read = await body.ReadAsync(buffer, cancellationToken))
        {
            file.Write(buffer, 0, read);
            Refuse(file.Length > FileBytesMax, string.Empty, "is too large; expected at most 1 MiB");
        }

        Campaign candidate = CampaignFile.Parse(name, file.ToArray());
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
