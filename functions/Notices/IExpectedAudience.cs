using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Foretells whom waves will reach, while nobody is owed anything yet.</summary>
public interface IExpectedAudience
{
    /// <returns>How many there would be of each route and way, as things stand; null where it is certain by now.</returns>
    Task<IReadOnlyList<ExpectedPeople>?> FindAsync(Campaign campaign, CancellationToken cancellationToken);
}

/// <summary>People of one route who are reached in the same ways.</summary>
public sealed record ExpectedPeople(EntitlementRoute Route, ContactKinds Ways, long People);
