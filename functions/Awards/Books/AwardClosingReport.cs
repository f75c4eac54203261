using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards.Books;

/// <summary>What became of a campaign's points, to the point.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Owed">What members' purchases earn, after all cancellations.</param>
/// <param name="Computed">
/// All points that were ever to be granted and not cancelled before they were: <see cref="Owed"/>, and those that were cancelled afterwards. The sum of
/// the six that follow, in points; a member may appear in several of them.
/// </param>
/// <param name="Granted">In members' hands, and rightly so.</param>
/// <param name="Waiting">Still to be granted.</param>
/// <param name="Withdrawn">Granted, cancelled since, and withdrawn.</param>
/// <param name="Overdrawn">Granted, cancelled since, and not withdrawn: the balance was too small, or its turn has not come.</param>
/// <param name="Refused">The points system refused to grant them.</param>
/// <param name="Unknown">Nobody knows whether they were granted.</param>
/// <param name="ClosedAt">When these figures were found first (UTC).</param>
/// <param name="Balanced">Whether every check held.</param>
/// <param name="Discrepancies">The checks that did not hold.</param>
public sealed record AwardClosingReport(
    CampaignId Campaign,
    MembersAndPoints Owed,
    MembersAndPoints Computed,
    MembersAndPoints Granted,
    MembersAndPoints Waiting,
    MembersAndPoints Withdrawn,
    MembersAndPoints Overdrawn,
    MembersAndPoints Refused,
    MembersAndPoints Unknown,
    DateTimeOffset ClosedAt,
    bool Balanced,
    IReadOnlyList<AwardDiscrepancy> Discrepancies)
{
    /// <summary>All transactions on file by how they ended: how many earned, and how many did not, for which reason. Each one's own reasons are told by the explanations.</summary>
    public IReadOnlyDictionary<AwardOutcome, long> Transactions { get; init; } = TransactionCounts.None;

    /// <summary>How the rules in force round; null in reports of books without rules.</summary>
    public AwardRounding? Rounding { get; init; }

    /// <summary>What purchases earn, rounded either way, and the difference.</summary>
    public RoundedPoints Rounded { get; init; } = RoundedPoints.None;

    /// <summary>Transactions that earned points under several members when points were computed last.</summary>
    public SharedTransactions Shared { get; init; } = SharedTransactions.None;

    public static AwardClosingReport Of(CountedAwards counted, DateTimeOffset closedAt)
    {
        AwardTally tally = counted.Tally;
        MembersAndPoints computed = new(tally.Owed.Members, tally.Owed.Points + tally.Withdrawn.Points + tally.Overdrawn.Points);
        Yen outcomes = tally.Kept.Points + tally.Waiting.Points + tally.Withdrawn.Points + tally.Overdrawn.Points + tally.Refused.Points + tally.Unknown.Points;
        AwardDiscrepancy[] discrepancies =
        [
            .. Check(AwardDiscrepancy.Purchases, tally.Earned, tally.Owed),
            .. Check(AwardDiscrepancy.SumOfOutcomes, computed, computed with { Points = outcomes }),
            .. Check(AwardDiscrepancy.Bookings, tally.Booked, tally.Recorded),
        ];
        return new AwardClosingReport(
            counted.Campaign, tally.Owed, computed, tally.Kept, tally.Waiting, tally.Withdrawn, tally.Overdrawn, tally.Refused, tally.Unknown, closedAt, discrepancies.Length == 0, discrepancies)
        {
            Transactions = tally.Transactions,
            Rounded = tally.Rounded,
        };
    }

    private static IEnumerable<AwardDiscrepancy> Check(string check, MembersAndPoints expected, MembersAndPoints found) =>
        expected == found ? [] : [new AwardDiscrepancy(check, expected, found)];
}

/// <summary>A check that did not hold.</summary>
/// <param name="Check">Which one.</param>
/// <param name="Expected">What it should have been.</param>
/// <param name="Found">What was counted.</param>
public sealed record AwardDiscrepancy(string Check, MembersAndPoints Expected, MembersAndPoints Found)
{
    /// <summary>Members are owed what their purchases earn, computed anew: fails where files came in after the last computation.</summary>
    public const string Purchases = "purchases";

    /// <summary>Granted, waiting, withdrawn, overdrawn, refused and unknown make up everything that was computed.</summary>
    public const string SumOfOutcomes = "sumOfOutcomes";

    /// <summary>The postings add up to what the entitlements say was granted.</summary>
    public const string Bookings = "bookings";
}
