using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards.Books;

/// <summary>A number of members and their points together. One point counts as one yen.</summary>
public sealed record MembersAndPoints(long Members, Yen Points)
{
    public static readonly MembersAndPoints Nobody = new(0, Yen.Zero);

    /// <summary>One member, or nobody where there are no points.</summary>
    public static MembersAndPoints Of(Yen points) => points == Yen.Zero ? Nobody : new MembersAndPoints(1, points);

    public static MembersAndPoints operator +(MembersAndPoints left, MembersAndPoints right) => new(checked(left.Members + right.Members), left.Points + right.Points);
}

/// <summary>What was counted in one shard or several.</summary>
/// <param name="Earned">What the recorded purchases earn, computed anew from them.</param>
/// <param name="Owed">What members' entitlements say that they earn.</param>
/// <param name="Kept">Granted, and rightly so.</param>
/// <param name="Withdrawn">Granted and withdrawn again.</param>
/// <param name="Overdrawn">Granted, cancelled since, and not withdrawn.</param>
/// <param name="Waiting">To be granted.</param>
/// <param name="Refused">Not granted: the points system refused.</param>
/// <param name="Unknown">Nobody knows whether it was granted.</param>
/// <param name="Booked">Grants less withdrawals, by the postings.</param>
/// <param name="Recorded">The same, by the entitlements.</param>
public sealed record AwardTally(
    MembersAndPoints Earned,
    MembersAndPoints Owed,
    MembersAndPoints Kept,
    MembersAndPoints Withdrawn,
    MembersAndPoints Overdrawn,
    MembersAndPoints Waiting,
    MembersAndPoints Refused,
    MembersAndPoints Unknown,
    MembersAndPoints Booked,
    MembersAndPoints Recorded)
{
    private static readonly MembersAndPoints s_nobody = MembersAndPoints.Nobody;

    /// <summary>The recorded transactions, by how they ended.</summary>
    public IReadOnlyDictionary<AwardOutcome, long> Transactions { get; init; } = TransactionCounts.None;

    /// <summary>What the recorded purchases earn, rounded either way.</summary>
    public RoundedPoints Rounded { get; init; } = RoundedPoints.None;

    public static readonly AwardTally Nothing = new(s_nobody, s_nobody, s_nobody, s_nobody, s_nobody, s_nobody, s_nobody, s_nobody, s_nobody, s_nobody);

    public AwardTally Plus(AwardTally other) => new(
        Earned + other.Earned,
        Owed + other.Owed,
        Kept + other.Kept,
        Withdrawn + other.Withdrawn,
        Overdrawn + other.Overdrawn,
        Waiting + other.Waiting,
        Refused + other.Refused,
        Unknown + other.Unknown,
        Booked + other.Booked,
        Recorded + other.Recorded)
    {
        Transactions = Transactions.Plus(other.Transactions),
        Rounded = Rounded + other.Rounded,
    };
}
