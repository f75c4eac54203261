namespace Compensation.Campaigns.Points;

/// <summary>What a member's transactions earn together, by both ways of rounding.</summary>
/// <param name="Exact">With all fractions.</param>
/// <param name="EachTransaction">Whole points, if each transaction's are rounded down by themselves.</param>
/// <param name="Rounding">The rules' own way.</param>
public readonly record struct MemberPoints(ExactPoints Exact, long EachTransaction, AwardRounding Rounding)
{
    /// <summary>Whole points, if the sum is rounded down once.</summary>
    public long OnceAtEnd => Exact.Whole;

    /// <summary>Whole points as the rules round.</summary>
    public long Whole => Rounding == AwardRounding.DownEachTransaction ? EachTransaction : OnceAtEnd;

    /// <summary>With one more transaction.</summary>
    public MemberPoints Plus(in TransactionAward award) => this with { Exact = Exact + award.Points, EachTransaction = checked(EachTransaction + award.Points.Whole) };
}
