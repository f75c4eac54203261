using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>The stock beside what people are owed, for whoever looks at it often: of a large campaign some minutes old.</summary>
public sealed class StockLook(StockView stock, CampaignCatalog campaigns, TimeProvider time)
{
    private readonly PatientCount<CampaignId, IReadOnlyList<StockLevel>> _counts = new(id => stock.ReadAsync(campaigns[id], CancellationToken.None), time);

    /// <summary>The newest count there is; null while the first is under way.</summary>
    public Task<CountedAt<IReadOnlyList<StockLevel>>?> LookAsync(CampaignId campaign, CancellationToken cancellationToken) => _counts.LookAsync(campaign, cancellationToken);
}
