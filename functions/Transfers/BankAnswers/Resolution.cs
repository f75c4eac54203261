namespace Compensation.Transfers.BankAnswers;

/// <summary>
/// How a person ended a review: what the bank had said until then is settled. What it says later is held against this end instead, so that another file which tells of the
/// same again opens nothing anew, and one that contradicts it does.
/// </summary>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Paid">False: the money came back.</param>
/// <param name="On">The day from which it was so.</param>
/// <param name="Lines">What had been said.</param>
public sealed record Resolution(int Attempt, bool Paid, DateOnly On, IReadOnlyList<ResultLine> Lines)
{
    private const string Source = "resolution";

    /// <summary>What it comes to, with all that has been said since.</summary>
    /// <param name="said">All that the bank has said.</param>
    internal Verdict With(IReadOnlyList<ResultLine> said) => Verdicts.Of([new ResultLine(Attempt, Source, !Paid, null, On, IsOtherAmount: false, Count: 1), .. said.Select(Since).Where(line => line.Count > 0)], Attempt);

    /// <summary>Whether all that has been said since agrees with it.</summary>
    internal bool Stands(IReadOnlyList<ResultLine> said) => With(said) == (Paid ? Verdict.Paid : Verdict.Returned);

    private ResultLine Since(ResultLine line) => line with { Count = line.Count - Lines.Where(known => known.Once() == line.Once()).Sum(known => known.Count) };
}
