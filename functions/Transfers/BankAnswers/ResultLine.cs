namespace Compensation.Transfers.BankAnswers;

/// <summary>What a bank has said of one attempt, counted. Two lines are the same if all but their number is.</summary>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Source">Through which adapter it came: the same event may be told by several.</param>
/// <param name="Returned">False: paid.</param>
/// <param name="Reason">Why it was sent back.</param>
/// <param name="On">The bank's day.</param>
/// <param name="IsOtherAmount">The line names another amount than was ordered.</param>
/// <param name="Count">How often one file held it; the most of all files.</param>
public sealed record ResultLine(int Attempt, string Source, bool Returned, ReturnReason? Reason, DateOnly On, bool IsOtherAmount, int Count)
{
    /// <summary>The line without its number.</summary>
    public ResultLine Once() => this with { Count = 1 };

    /// <summary>
    /// What is known after another file: overlapping files repeat lines, so of each the most that one file held counts. The order of files makes no difference.
    /// </summary>
    public static IReadOnlyList<ResultLine> Merged(IReadOnlyList<ResultLine> known, IReadOnlyList<ResultLine> ofFile) =>
        [.. known.Concat(ofFile).GroupBy(line => line.Once()).Select(same => same.MaxBy(line => line.Count)!)
            .OrderBy(line => line.Attempt).ThenBy(line => line.On).ThenBy(line => line.Returned).ThenBy(line => line.Source, StringComparer.Ordinal).ThenBy(line => line.Reason).ThenBy(line => line.IsOtherAmount)];
}
