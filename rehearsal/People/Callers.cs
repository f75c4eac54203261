using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>Somebody who rings the call centre because no message has come to them, or has gone to somebody else.</summary>
/// <param name="InquiryNumber">What they read out from their coupon.</param>
/// <param name="Wrong">The number on file, as messages bear it, where it is somebody else's, who leaves such messages alone; null where what is on file is right.</param>
/// <param name="Right">The e-mail address they give; null where the one on file is right.</param>
/// <param name="At">When they ring.</param>
internal sealed record Caller(string InquiryNumber, string? Wrong, string? Right, DateTimeOffset At)
{
    /// <summary>The order that the call centre gives for them.</summary>
    public object Order => new
    {
        people = new[] { new { inquiryNumber = InquiryNumber, email = Right, phoneIsWrong = Wrong is not null && Right is null } },
        reason = Wrong is null ? "届いていないとの電話" : "番号が違うとの電話",
        by = "rehearsal",
    };
}

/// <summary>
/// Who rings follows from the seed and the ledger: of those with a phone and one coupon one person in a hundred, because the number is not theirs, and one in two hundred, because they
/// have found no message; a few dozen at the most.
/// </summary>
internal static class Callers
{
    private const double WrongShare = 0.01;
    private const double NothingShare = 0.005;
    private const int Most = 40;
    private const int MostOfNothing = 20;

    private static readonly TimeOnly FirstCall = new(11, 7, 13);
    private static readonly TimeOnly FirstOfNothing = new(14, 22, 13);

    /// <param name="ledger">Everybody's coupons; read several times.</param>
    /// <param name="seed">Another seed, other callers.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="after">They ring on the day after.</param>
    public static IReadOnlyList<Caller> Among(IEnumerable<SyntheticCoupon> ledger, long seed, Campaign campaign, DateTimeOffset after)
    {
        DateOnly day = after.DateInJapan().AddDays(1);
        if (JapanTime.At(day, FirstCall).AddDays(1) >= campaign.ReceiptEndsAt)
        {
            return [];
        }

        return
        [
            .. LoneCoupons.Among(ledger, coupon => MayRing(coupon, campaign) && HasAnothersNumber(coupon, seed), Most)
                .Select((coupon, index) => WithAnothersNumber(coupon, JapanTime.At(day, FirstCall).AddMinutes(3 * index))),
            .. LoneCoupons.Among(ledger, coupon => MayRing(coupon, campaign) && HasFoundNothing(coupon, seed, campaign) && !HasAnothersNumber(coupon, seed), MostOfNothing)
                .Select((coupon, index) => new Caller(coupon.InquiryNumber, Wrong: null, Right: null, JapanTime.At(day, FirstOfNothing).AddMinutes(3 * index))),
        ];
    }

    private static bool MayRing(SyntheticCoupon coupon, Campaign campaign) =>
        !coupon.NeedsApplication && coupon.IsCoveredBy(campaign.Eligibility) && JapanesePhone.TryNormalise(coupon.Phone, out _);

    private static bool HasAnothersNumber(SyntheticCoupon coupon, long seed) => Chance.For(seed, "caller", coupon.InquiryNumber).Hits(WrongShare);

    /// <summary>Only who has not collected yet misses anything.</summary>
    private static bool HasFoundNothing(SyntheticCoupon coupon, long seed, Campaign campaign)
    {
        Behaviour behaviour = new(seed, campaign);
        return Chance.For(seed, "found-nothing", coupon.InquiryNumber).Hits(NothingShare) && Addresses.Of(coupon).All(address => behaviour.HabitOf(address) == Habit.AfterFirstReminder);
    }

    private static Caller WithAnothersNumber(SyntheticCoupon coupon, DateTimeOffset at) => new(
        coupon.InquiryNumber,
        Addresses.Of(coupon).First(),
        coupon.Email is null ? string.Create(CultureInfo.InvariantCulture, $"moved.{coupon.InquiryNumber}@mail.example.jp") : null,
        at);
}
