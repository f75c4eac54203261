namespace Compensation.Transfers.BankAnswers;

/// <summary>What all that a bank has said of one attempt comes to.</summary>
public enum Verdict
{
    /// <summary>Nothing has been said.</summary>
    None,

    Paid,
    Returned,

    /// <summary>Not all of it can be true.</summary>
    Contradictory,
}

internal static class Verdicts
{
    /// <summary>
    /// Each attempt is paid once at the most, and sent back once at the most, not before it was paid. Several sources may tell of the same event; within one
    /// source, two lines are two events.
    /// </summary>
    public static Verdict Of(IReadOnlyList<ResultLine> lines, int attempt)
    {
        ResultLine[] said = [.. lines.Where(line => line.Attempt == attempt)];
        ResultLine[] paid = [.. said.Where(line => !line.Returned)];
        ResultLine[] returned = [.. said.Where(line => line.Returned)];
        bool isImpossible = said.Any(line => line.IsOtherAmount) || EventsOf(paid) > 1 || EventsOf(returned) > 1
            || (paid.Length > 0 && returned.Length > 0 && returned.Min(line => line.On) < paid.Max(line => line.On));
        return isImpossible ? Verdict.Contradictory
            : returned.Length > 0 ? Verdict.Returned
            : paid.Length > 0 ? Verdict.Paid
            : Verdict.None;
    }

    private static int EventsOf(IEnumerable<ResultLine> lines) => lines.GroupBy(line => line.Source, StringComparer.Ordinal).Select(source => source.Sum(line => line.Count)).DefaultIfEmpty().Max();
}
