using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>Somebody who rings the call centre because the notice went to a number that is not theirs.</summary>
/// <param name="InquiryNumber">What they read out from their coupon.</param>
/// <param name="Wrong">The number on file, as messages bear it: somebody else's, who leaves such messages alone.</param>
/// <param name="Right">The e-mail address they give; null where the one on file is right.</param>
/// <param name="At">When they ring.</param>
internal sealed record Caller(string InquiryNumber, string Wrong, string? Right, DateTimeOffset At)
{
    /// <summary>The order that the call centre gives for them.</summary>
    public object Order => new
    {
        people = new[] { new { inquiryNumber = InquiryNumber, email = Right, phoneIsWrong = Right is null } },
        reason = "番号が違うとの電話",
        by = "rehearsal",
    };
}

/// <summary>Who rings follows from the seed and the ledger: one person in a hundred of those with a phone and one coupon, a few dozen at the most.</summary>
internal static class Callers
{
    private const double Share = 0.01;
    private const int Most = 40;

    private static readonly TimeOnly FirstCall = new(11, 7, 13);

    /// <param name="ledger">Everybody's coupons; read twice.</param>
    /// <param name="seed">Another seed, other callers.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="after">They ring on the day after.</param>
    public static IReadOnlyList<Caller> Among(IEnumerable<SyntheticCoupon> ledger, long seed, Campaign campaign, DateTimeOffset after)
    {
        DateTimeOffset first = JapanTime.At(after.DateInJapan().AddDays(1), FirstCall);
        if (first.AddDays(1) >= campaign.ReceiptEndsAt)
        {
            return [];
        }

        List<SyntheticCoupon> chosen = [.. ledger.Where(coupon => IsCaller(coupon, seed, campaign)).Take(Most)];
        Dictionary<string, int> coupons = chosen.SelectMany(Addresses.Of).Distinct(StringComparer.Ordinal).ToDictionary(address => address, _ => 0, StringComparer.Ordinal);
        foreach (string address in ledger.SelectMany(Addresses.Of).Where(coupons.ContainsKey))
        {
            coupons[address]++;
        }

        return [.. chosen.Where(coupon => Addresses.Of(coupon).All(address => coupons[address] == 1)).Select((coupon, index) => CallerOf(coupon, first.AddMinutes(3 * index)))];
    }

    private static bool IsCaller(SyntheticCoupon coupon, long seed, Campaign campaign) =>
        !coupon.NeedsApplication && coupon.IsCoveredBy(campaign.Eligibility) && JapanesePhone.TryNormalise(coupon.Phone, out _) && Chance.For(seed, "caller", coupon.InquiryNumber).Hits(Share);

    private static Caller CallerOf(SyntheticCoupon coupon, DateTimeOffset at) => new(
        coupon.InquiryNumber,
        Addresses.Of(coupon).First(),
        coupon.Email is null ? string.Create(CultureInfo.InvariantCulture, $"moved.{coupon.InquiryNumber}@mail.example.jp") : null,
        at);
}
