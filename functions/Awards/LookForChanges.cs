using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary>Whether there may be something to compute: purchases that have come in, or other rules in the campaign file. Spares a day's computation where nothing has happened.</summary>
public sealed class LookForChanges(CampaignCatalog campaigns, PurchaseFiles files, RulesStore rules)
{
    [Function(nameof(LookForChanges))]
    public async Task<bool> Run([ActivityTrigger] AwardsSince since, CancellationToken cancellationToken) =>
        await files.AnySinceAsync(since.Campaign, since.ComputedAt, cancellationToken)
        || await rules.LatestAsync(since.Campaign, cancellationToken) is not { } latest
        || latest.Hash != RulesRecord.Of(campaigns[since.Campaign].Award!).Hash;
}

/// <summary>A campaign whose points were computed last by a computation that began then.</summary>
public sealed record AwardsSince(CampaignId Campaign, DateTimeOffset ComputedAt);
