using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Payouts.Reconciliation;

/// <summary>Holds an issuer's own list against our books: reads each once, in bounded memory. For operators, not for every minute.</summary>
public sealed class ReconcileIssuers(EntitlementStore entitlements, PointIssuers issuers)
{
    private const int ShardsAtATime = 8;

    /// <summary>The most rows that one query answers.</summary>
    private const int PageSize = 1_000;

    /// <param name="campaign">The campaign.</param>
    /// <param name="issuer">Whose list it is.</param>
    /// <param name="list">The list; read first, so that what is recorded while it is read is known to be new.</param>
    /// <param name="asOf">What was recorded from then on need not stand in the list.</param>
    /// <param name="foreign">How many entries of the list were left out as another campaign's, once it is read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="IssuerListException">The list cannot be read, or is not understood.</exception>
    internal async Task<IssuerReconciliation> CompareAsync(
        Campaign campaign, IPointIssuer issuer, IAsyncEnumerable<IssuerEntry> list, DateTimeOffset asOf, Func<long> foreign, CancellationToken cancellationToken)
    {
        using JoinedBooks books = new();
        await foreach (IssuerEntry entry in list.WithCancellation(cancellationToken))
        {
            books.Add(entry);
        }

        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, token) => await AddOursAsync(campaign, shard, issuer, asOf, books, token));

        ReconciliationSums sums = new();
        foreach (JoinedEntry entry in books.Read())
        {
            sums.Add(entry);
        }

        return sums.Of(campaign.Id, issuer.Name, asOf, foreign());
    }

    private async Task AddOursAsync(Campaign campaign, int shard, IPointIssuer issuer, DateTimeOffset asOf, JoinedBooks books, CancellationToken cancellationToken)
    {
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await entitlements.ReadPageAsync(campaign.Id, shard, after, PageSize, cancellationToken);
            foreach (Entitlement person in page.Where(person => person.Product is not null))
            {
                if (IsOf(issuer, person, out string? reference))
                {
                    IssueRequest request = new(person.Campaign, person.Id, person.Product!, person.Amount);
                    books.Add(issuer.KeyOf(request, reference), new BookedCodes(person.Id, person.State, person.Product!, person.Amount, reference, person.PaidAt >= asOf));
                }
            }

            after = page.Count == 0 ? after : page[^1].Id;
        }
        while (page.Count == PageSize);
    }

    /// <summary>What the issuer has handed out by our books; and what it was or will be asked for, which may explain what only it has.</summary>
    private bool IsOf(IPointIssuer issuer, Entitlement person, out string? reference)
    {
        reference = null;
        if (person.IssuerReference is { } recorded)
        {
            (IPointIssuer by, reference) = issuers.ForReference(recorded);
            return by.Name == issuer.Name;
        }

        return person.State is EntitlementState.Claimed or EntitlementState.Revoked && issuers.ForProduct(person.Product!).Name == issuer.Name;
    }
}
