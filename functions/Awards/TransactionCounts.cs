using Compensation.Campaigns.Points;

namespace Compensation.Awards;

/// <summary>How many transactions earned, and how many did not for which reason.</summary>
public static class TransactionCounts
{
    public static readonly IReadOnlyDictionary<AwardOutcome, long> None = new Dictionary<AwardOutcome, long>();

    public static IReadOnlyDictionary<AwardOutcome, long> Plus(this IReadOnlyDictionary<AwardOutcome, long> counts, IReadOnlyDictionary<AwardOutcome, long> others) => counts
        .Concat(others)
        .GroupBy(count => count.Key)
        .OrderByDescending(outcome => outcome.Key)
        .ToDictionary(outcome => outcome.Key, outcome => outcome.Sum(one => one.Value));

    /// <summary>Adds a member's transactions to counts that are being made.</summary>
    public static void Add(this Dictionary<AwardOutcome, long> counts, IEnumerable<AwardOutcome> outcomes)
    {
        foreach (AwardOutcome outcome in outcomes)
        {
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
        }
    }
}
