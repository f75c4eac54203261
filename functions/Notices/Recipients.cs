using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Finds for the few leads of a page the entitlements that their messages speak for: one point read for each of those.</summary>
public sealed class Recipients(EntitlementStore entitlements)
{
    private const int LeadsAtATime = 16;

    /// <returns>The people of the page, in its order.</returns>
    internal async Task<IReadOnlyList<Recipient>> ReadAsync(IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        Recipient[] recipients = [.. people.Select(person => new Recipient(person, []))];
        IEnumerable<int> leads = Enumerable.Range(0, people.Count).Where(index => people[index].Companions.Count > 0);
        ParallelOptions some = new() { MaxDegreeOfParallelism = LeadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            leads, some, async (index, token) => recipients[index] = new Recipient(people[index], await entitlements.ReadCompanionsAsync(people[index], token)));
        return recipients;
    }
}
