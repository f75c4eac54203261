using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>What was counted while computing.</summary>
/// <param name="Members">With purchases on file, whatever they earn.</param>
/// <param name="Earning">Who earn at least one point.</param>
/// <param name="Transactions">All.</param>
/// <param name="Points">Of all members together.</param>
/// <param name="Outcomes">How many transactions ended in each way.</param>
/// <param name="Changed">Members whose records were changed; 0 where everything was as it should be.</param>
/// <param name="ToGrant">Points still to be granted to members who have been granted some already.</param>
/// <param name="ToWithdraw">Points granted that a member would not be granted any more.</param>
public sealed record AwardTotals(
    long Members, long Earning, long Transactions, Yen Points, IReadOnlyDictionary<AwardOutcome, long> Outcomes, long Changed, Yen ToGrant, Yen ToWithdraw)
{
    /// <summary>The same points rounded either way.</summary>
    public RoundedPoints Rounded { get; init; } = RoundedPoints.None;

    public static readonly AwardTotals None = new(0, 0, 0, Yen.Zero, TransactionCounts.None, 0, Yen.Zero, Yen.Zero);

    public AwardTotals Plus(AwardTotals other) => new(
        Members + other.Members,
        Earning + other.Earning,
        Transactions + other.Transactions,
        Points + other.Points,
        Outcomes.Plus(other.Outcomes),
        Changed + other.Changed,
        ToGrant + other.ToGrant,
        ToWithdraw + other.ToWithdraw)
    {
        Rounded = Rounded + other.Rounded,
    };
}

/// <summary>What came of computing a campaign's awards.</summary>
/// <param name="RulesVersion">The rules in force.</param>
/// <param name="Totals">Null where nothing was computed.</param>
/// <param name="Refusal">Why the campaign file's rules were not taken over, so that nothing was computed; null where all is well.</param>
public sealed record ComputedAwards(int RulesVersion, AwardTotals? Totals, string? Refusal)
{
    /// <summary>How the rules round; null where nothing was computed.</summary>
    public AwardRounding? Rounding { get; init; }

    /// <summary>Transactions that earn points under several members: where they were sent twice by mistake, each is paid twice.</summary>
    public SharedTransactions Shared { get; init; } = SharedTransactions.None;

    /// <summary>How many members each shard holds who earn something; empty where nothing was computed.</summary>
    public IReadOnlyList<int> ShardSizes { get; init; } = [];
}
