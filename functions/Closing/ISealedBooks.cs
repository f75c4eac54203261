using Compensation.Common;

namespace Compensation.Closing;

/// <summary>What the slice above that seals the ledger says is owed.</summary>
public interface ISealedBooks
{
    /// <returns>The seal, and the entitlements and yen that it covers; null where nothing is sealed yet.</returns>
    Task<(string Seal, PeopleAndYen Owed)?> FindAsync(CampaignId campaign, CancellationToken cancellationToken);
}
