using System.Globalization;
using System.Numerics;

namespace Compensation.Campaigns.Points;

/// <summary>Points with their fraction, exactly: <paramref name="Parts"/> of <c>1 / PartsPerPoint</c> each. Only points of the same rules are added.</summary>
/// <param name="Parts">How many parts.</param>
/// <param name="PartsPerPoint">Into how many parts the rules divide a point; 0 in <c>default</c>, which is no points at all.</param>
public readonly record struct ExactPoints(long Parts, long PartsPerPoint)
{
    /// <summary>Whole points, rounded down.</summary>
    public long Whole => PartsPerPoint == 0 ? 0 : Parts / PartsPerPoint;

    public bool HasFraction => PartsPerPoint != 0 && Parts % PartsPerPoint != 0;

    public static ExactPoints operator +(ExactPoints left, ExactPoints right) => new(checked(left.Parts + right.Parts), Math.Max(left.PartsPerPoint, right.PartsPerPoint));

    /// <summary>A mixed number in lowest terms: <c>36 4/11</c>.</summary>
    public override string ToString()
    {
        long rest = PartsPerPoint == 0 ? 0 : Parts % PartsPerPoint;
        if (rest == 0)
        {
            return Whole.ToString("N0", CultureInfo.InvariantCulture);
        }

        long divisor = (long)BigInteger.GreatestCommonDivisor(rest, PartsPerPoint);
        string fraction = string.Create(CultureInfo.InvariantCulture, $"{rest / divisor}/{PartsPerPoint / divisor}");
        return Whole == 0 ? fraction : string.Create(CultureInfo.InvariantCulture, $"{Whole:N0} {fraction}");
    }
}
