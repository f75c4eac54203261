using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Persons;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>
/// Counts the persons behind the entitlements, line by line: those with a number or an address in common are one, and who has neither counts alone.
/// Persons are scattered over the shards, so one activity sees all; it keeps some thirty bytes for each entitlement.
/// </summary>
public sealed class CountPersons(EntitlementStore entitlements, PersonKeys keys)
{
    private const int PageSize = 500;
    private const int ShardsAtATime = 4;

    [Function(nameof(CountPersons))]
    public async Task<PersonCounts> Run([ActivityTrigger] PersonsToCount books, CancellationToken cancellationToken)
    {
        PersonLines lines = new();
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, books.Shards, some, async (shard, token) => await ReadAsync(books, shard, lines, token));
        return lines.Count();
    }

    private async Task ReadAsync(PersonsToCount books, int shard, PersonLines lines, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> page;
        EntitlementId? after = null;
        do
        {
            page = await entitlements.ReadPageAsync(books.Campaign, shard, after, PageSize, cancellationToken);
            lines.Add([.. page.Where(one => !one.CountedElsewhere).Select(one => (one.State.Line(books.IsInterim), keys.AddressesOf(one)))]);
            after = page.Count > 0 ? page[^1].Id : after;
        }
        while (page.Count == PageSize);
    }
}

/// <summary>Whose persons are to be counted.</summary>
public sealed record PersonsToCount(CampaignId Campaign, int Shards)
{
    /// <inheritdoc cref="CloseOrder.IsInterim"/>
    public bool IsInterim { get; init; }
}

/// <summary>Persons by line of the report. A person stands in several lines where the coupons fared differently, so the lines do not add up.</summary>
public sealed record PersonCounts(long Entitled, long Issued, long Transferred, long Expired, long Revoked, long Waiting, long Failed)
{
    public static readonly PersonCounts Nobody = new(0, 0, 0, 0, 0, 0, 0);
}
