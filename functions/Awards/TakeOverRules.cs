using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards;

/// <summary>
/// Puts the campaign file's rules in force. A first version is taken as it is; a later one only after a dry run has shown what it changes, and rules that
/// were changed without a new version are refused. Versions stay on file for good.
/// </summary>
public sealed class TakeOverRules(CampaignCatalog campaigns, RulesStore rules, ILogger<TakeOverRules> log)
{
    [Function(nameof(TakeOverRules))]
    public async Task<RulesInForce> Run([ActivityTrigger] CampaignId id, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        RulesRecord wanted = RulesRecord.Of(campaign.Award ?? throw new InvalidOperationException($"Campaign {id} awards no points."));
        RulesRecord? latest = await rules.LatestAsync(id, cancellationToken);
        string? refusal = await RefusalAsync(id, wanted, latest, cancellationToken);
        if (refusal is not null)
        {
            log.RulesRefused(id, refusal);
            return new RulesInForce(latest?.Version ?? 0, campaign.Shards, refusal);
        }

        if (wanted.Version != latest?.Version && await rules.TryAddAsync(id, wanted, cancellationToken))
        {
            log.RulesTakenOver(id, wanted.Version);
        }

        return new RulesInForce(wanted.Version, campaign.Shards, null) { Rounding = campaign.Award.Rounding };
    }

    private async Task<string?> RefusalAsync(CampaignId id, RulesRecord wanted, RulesRecord? latest, CancellationToken cancellationToken) => latest switch
    {
        null => null,
        _ when latest.Version == wanted.Version && latest.Hash == wanted.Hash => null,
        _ when latest.Version == wanted.Version => $"The rules differ from those in force under the same version {wanted.Version}; expected rulesVersion {latest.Version + 1}.",
        _ when wanted.Version != latest.Version + 1 => $"rulesVersion is {wanted.Version}; expected {latest.Version + 1}, the one after the version in force.",
        _ when await rules.FindDifferenceAsync(id, wanted.Hash, cancellationToken) is null => $"Version {wanted.Version} has not been tried out; expected a dry run of exactly these rules first.",
        _ => null,
    };
}

/// <summary>The rules that compute.</summary>
/// <param name="Version">0 where there are none yet.</param>
/// <param name="Shards">How many partitions the campaign has.</param>
/// <param name="Refusal">Why the campaign file's rules were not taken over; null where they are in force.</param>
public sealed record RulesInForce(int Version, int Shards, string? Refusal)
{
    /// <summary>How they round; null where they are not in force.</summary>
    public AwardRounding? Rounding { get; init; }
}
