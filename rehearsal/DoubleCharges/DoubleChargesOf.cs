using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.DoubleCharges;

/// <summary>
/// Who was charged too much, which follows from the seed and the ledger: one person in a hundred and twenty of those in the app, a few dozen at the most. Half of them ring
/// before the cutoff, half after it; the stories go round, so that few people have all of them.
/// </summary>
internal static class DoubleChargesOf
{
    private const double Share = 1 / 120.0;
    private const int Most = 36;
    private const int DaysOfCalls = 3;

    private static readonly TimeOnly FirstCall = new(11, 3, 41);
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMinutes(2);

    /// <summary>An odd number of them, so that each comes on both sides of the cutoff.</summary>
    private static readonly ChargeStory[] Stories =
    [
        ChargeStory.Confirmed, ChargeStory.Confirmed, ChargeStory.Denied, ChargeStory.ConfirmedByCall, ChargeStory.Silent, ChargeStory.AboveFaceValue, ChargeStory.OnAnotherDay,
    ];

    /// <param name="ledger">Everybody's coupons; read twice.</param>
    /// <param name="seed">Another seed, other people.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="startsAt">When the ledger comes in.</param>
    /// <param name="others">Numbers of coupons whose holders have other things to do.</param>
    public static IReadOnlyList<DoubleCharge> Among(IEnumerable<SyntheticCoupon> ledger, long seed, Campaign campaign, DateTimeOffset startsAt, IReadOnlyCollection<string> others) =>
        campaign.DoubleCharges is not { } period ? [] :
        [
            .. LoneCoupons.Among(ledger, coupon => IsCharged(coupon, seed, campaign) && !others.Contains(coupon.InquiryNumber, StringComparer.Ordinal), Most)
                .Select((coupon, index) => Of(coupon, index, seed, RingsAt(campaign, startsAt, index)))
                .Where(charge => charge.RingsAt >= period.OpensAt && charge.RingsAt < period.ClosesAt),
        ];

    /// <summary>Whoever is written to afterwards is to be reached: only what was never asked of a provider is a loss.</summary>
    private static bool IsCharged(SyntheticCoupon coupon, long seed, Campaign campaign) =>
        !coupon.NeedsApplication && coupon.Expiry == campaign.Eligibility.CouponExpiry && Addresses.Of(coupon).Any() && Addresses.Of(coupon).All(Addresses.AreRead)
        && Chance.For(seed, "charged", coupon.InquiryNumber).Hits(Share);

    private static DoubleCharge Of(SyntheticCoupon coupon, int index, long seed, DateTimeOffset ringsAt)
    {
        Chance chance = Chance.For(seed, "charge", coupon.InquiryNumber);
        ChargeStory story = Stories[index % Stories.Length];
        story = story == ChargeStory.AboveFaceValue && coupon.Balance == 0 ? ChargeStory.Confirmed : story;
        int amount = 500 * (1 + chance.Below(6));
        int spent = 1_000 * chance.Below(3);
        return new DoubleCharge(coupon, story, ringsAt, amount, story == ChargeStory.AboveFaceValue ? coupon.Balance + amount - 1 : coupon.Balance + amount + spent);
    }

    private static DateTimeOffset RingsAt(Campaign campaign, DateTimeOffset startsAt, int index)
    {
        int call = index / 2;
        DateOnly day = index % 2 == 0
            ? startsAt.DateInJapan().AddDays(1 + (2 * (call % DaysOfCalls)))
            : campaign.CutoffAt.DateInJapan().AddDays(2 + (9 * (call % DaysOfCalls)));
        return JapanTime.At(day, FirstCall) + (call / DaysOfCalls * BetweenCalls);
    }
}
