using Compensation.Entitlements;

namespace Compensation.Awards.Contacts;

/// <summary>What some rows of a file come to, and what is to be written for them.</summary>
internal sealed record ContactPlan(ContactCounts Counts, IReadOnlyList<(Entitlement Member, Contact Contact)> Changes);

/// <summary>What became of the rows of a file of contacts.</summary>
/// <param name="Added">Members of whom no contact was on file.</param>
/// <param name="Corrected">Members whose contact was another; it is replaced as a whole.</param>
/// <param name="Unchanged">On file as stated.</param>
/// <param name="WithoutPoints">Members who have no points so far: nothing is kept of them.</param>
/// <param name="Unknown">Ids of which no purchase is on file: nothing is kept of them.</param>
public sealed record ContactCounts(long Added, long Corrected, long Unchanged, long WithoutPoints, long Unknown)
{
    public static readonly ContactCounts None = new(0, 0, 0, 0, 0);

    public static ContactCounts operator +(ContactCounts left, ContactCounts right) => new(
        left.Added + right.Added,
        left.Corrected + right.Corrected,
        left.Unchanged + right.Unchanged,
        left.WithoutPoints + right.WithoutPoints,
        left.Unknown + right.Unknown);
}
