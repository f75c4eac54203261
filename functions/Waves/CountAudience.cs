using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Counts who bears a mark.</summary>
public sealed class CountAudience(EntitlementMarks marks)
{
    [Function(nameof(CountAudience))]
    public Task<int> Run([ActivityTrigger] MarkedPeople marked, CancellationToken cancellationToken) =>
        marks.CountAsync(marked.Campaign, marked.Mark, cancellationToken);
}

/// <summary>Those of a campaign who bear a mark.</summary>
public sealed record MarkedPeople(CampaignId Campaign, string Mark);
