using Compensation.Common;

namespace Compensation.Closing;

/// <summary>What a slice above has added to what is owed since the ledger was sealed.</summary>
public interface IOwedSinceSeal
{
    Task<PeopleAndYen> CountAsync(CampaignId campaign, CancellationToken cancellationToken);
}
