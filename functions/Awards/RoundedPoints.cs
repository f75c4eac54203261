using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>What all members together earn by either way of rounding, whichever is the rules'.</summary>
/// <param name="EachTransaction">Each transaction's fraction is dropped.</param>
/// <param name="OnceAtEnd">Each member's fraction is dropped, once.</param>
public sealed record RoundedPoints(Yen EachTransaction, Yen OnceAtEnd)
{
    public static readonly RoundedPoints None = new(Yen.Zero, Yen.Zero);

    /// <summary>So many points more are granted if fractions are dropped once for each member.</summary>
    public Yen Difference => OnceAtEnd - EachTransaction;

    public static RoundedPoints Of(MemberPoints points) => new(new Yen(points.EachTransaction), new Yen(points.OnceAtEnd));

    public static RoundedPoints operator +(RoundedPoints left, RoundedPoints right) => new(left.EachTransaction + right.EachTransaction, left.OnceAtEnd + right.OnceAtEnd);
}
