namespace Compensation.Rehearsal.People;

/// <summary>Coupons whose addresses no other coupon bears: what is sent there is about them.</summary>
internal static class LoneCoupons
{
    /// <param name="ledger">Everybody's coupons; read twice.</param>
    /// <param name="isChosen">Which are looked for.</param>
    /// <param name="most">So many at the most are looked at.</param>
    public static IEnumerable<SyntheticCoupon> Among(IEnumerable<SyntheticCoupon> ledger, Func<SyntheticCoupon, bool> isChosen, int most)
    {
        List<SyntheticCoupon> chosen = [.. ledger.Where(isChosen).Take(most)];
        Dictionary<string, int> coupons = chosen.SelectMany(Addresses.Of).Distinct(StringComparer.Ordinal).ToDictionary(address => address, _ => 0, StringComparer.Ordinal);
        foreach (string address in ledger.SelectMany(Addresses.Of).Where(coupons.ContainsKey))
        {
            coupons[address]++;
        }

        return chosen.Where(coupon => Addresses.Of(coupon).All(address => coupons[address] == 1));
    }
}
