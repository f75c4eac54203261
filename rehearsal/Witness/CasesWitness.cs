using Compensation.Campaigns;
using Compensation.Rehearsal.DoubleCharges;

namespace Compensation.Rehearsal.Witness;

/// <summary>What the witness found about double charges. All from <see cref="OneSided"/> on must be zero.</summary>
/// <param name="Opened">People who rang.</param>
/// <param name="Confirmed">Of those: whose shop and the second person both confirmed it.</param>
/// <param name="Yen">How much those had been charged too much.</param>
/// <param name="Codes">Codes that they were shown on the receipt site.</param>
/// <param name="OneSided">Approved, though the shop has not confirmed.</param>
/// <param name="AboveFaceValue">Approved, though more was on the coupon then than it was issued for.</param>
/// <param name="WrongCodes">Codes of another value than any that their owner is owed, or of one that he was given before by another right.</param>
internal sealed record CasesFound(long Opened, long Confirmed, long Yen, long Codes, long OneSided, long AboveFaceValue, long WrongCodes)
{
    public bool Clean => this is { OneSided: 0, AboveFaceValue: 0, WrongCodes: 0 };
}

/// <summary>
/// Compares what callers told, what their shops said and what the second person decided with what the callers were given in the end, and asks the application nothing: put back is what
/// both confirmed, once, and a code is worth what its owner is owed.
/// </summary>
internal static class CasesWitness
{
    /// <param name="charges">Everybody who rang.</param>
    /// <param name="notes">What was said, and which codes were shown.</param>
    /// <param name="valueOf">What a code is worth; 0 for one that nobody has delivered.</param>
    /// <param name="campaign">Whose rules hold.</param>
    public static CasesFound Findings(IReadOnlyList<DoubleCharge> charges, ChargeNotes notes, Func<string, int> valueOf, Campaign campaign)
    {
        List<DoubleCharge> approved = [.. charges.Where(charge => notes.ApprovedAt(charge.Number) is not null)];
        List<DoubleCharge> confirmed = [.. approved.Where(charge => notes.ShopOf(charge.Number) == true)];
        return new CasesFound(
            charges.Count,
            confirmed.Count,
            confirmed.Sum(charge => (long)charge.Amount),
            charges.Sum(charge => (long)notes.CodesOf(charge.Number).Count),
            approved.Count - confirmed.Count,
            approved.Count(charge => charge.Coupon.Balance + charge.Amount > charge.FaceValue),
            charges.Sum(charge => (long)Wrong([.. charge.OwedAfter(PutBackAt(charge, notes), campaign)], notes.CodesOf(charge.Number), valueOf)));
    }

    /// <summary>Only what both have confirmed.</summary>
    public static DateTimeOffset? PutBackAt(DoubleCharge charge, ChargeNotes notes) => notes.ShopOf(charge.Number) == true ? notes.ApprovedAt(charge.Number) : null;

    private static int Wrong(List<int> owed, IReadOnlyList<(ulong Right, string Code)> codes, Func<string, int> valueOf) => codes.Count(code => !owed.Remove(valueOf(code.Code)));
}
