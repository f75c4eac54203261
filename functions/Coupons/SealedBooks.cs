using Compensation.Closing;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>The sealed ledger, as the books see it.</summary>
public sealed class SealedBooks(SealStore seals) : ISealedBooks
{
    public async Task<(string Seal, PeopleAndYen Owed)?> FindAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        await seals.FindAsync(campaign, cancellationToken) is { Ledger: var ledger } ? (ledger.Seal, new PeopleAndYen(ledger.People, ledger.Yen)) : null;
}
