using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Transfers;

/// <summary>How many transfers of a campaign stand how, for pages: nobody waits for a long count.</summary>
public sealed class TransferCounts(TransferStore transfers, CampaignCatalog campaigns, TimeProvider time)
{
    private readonly PatientCount<CampaignId, IReadOnlyDictionary<TransferState, int>> _counts = new(id => transfers.CountAsync(campaigns[id], CancellationToken.None), time);

    /// <summary>The newest count there is; null while the first is under way.</summary>
    public Task<CountedAt<IReadOnlyDictionary<TransferState, int>>?> LookAsync(CampaignId campaign, CancellationToken cancellationToken) => _counts.LookAsync(campaign, cancellationToken);
}
