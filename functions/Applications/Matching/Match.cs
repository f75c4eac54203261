using Compensation.Campaigns;
using Compensation.Coupons;

namespace Compensation.Applications.Matching;

/// <summary>What somebody states about one coupon. Personal data: never logged.</summary>
/// <param name="Family">As typed, folded.</param>
/// <param name="Given">As typed, folded.</param>
/// <param name="TravelDate">The first day of the journey, where the site asks.</param>
/// <param name="Phone">The mobile number to which the link goes (E.164), or null.</param>
/// <param name="Prefecture">JIS code of the prefecture travelled to, where the site asks.</param>
internal sealed record StatedFacts(string Family, string Given, DateOnly? TravelDate, string? Phone, string? Prefecture)
{
    /// <summary>The number by which he can be rung, as far as it is a mobile one (E.164). To know it is as good as to know name or date: none of them is proved.</summary>
    public string? RungAt { get; init; }
}

/// <summary>Holds an application against the ledger. A pure decision, so that the order in which applications are looked at makes no difference.</summary>
internal static class Match
{
    /// <param name="campaign">Whose rules.</param>
    /// <param name="stated">What the applicant says.</param>
    /// <param name="coupon">What the ledger says of the number; null where it does not know it.</param>
    /// <param name="isElsewhere">Another campaign's ledger knows it.</param>
    /// <param name="isTaken">An application that came earlier is accepted, or would be.</param>
    public static ApplicationOutcome Of(Campaign campaign, StatedFacts stated, CouponOnFile? coupon, bool isElsewhere, bool isTaken)
    {
        if (stated.Prefecture is { } prefecture && campaign.Prefecture is { } own && !string.Equals(prefecture, own.Jis, StringComparison.Ordinal))
        {
            return ApplicationOutcome.OtherPrefecture;
        }

        if (coupon is null)
        {
            return isElsewhere ? ApplicationOutcome.OtherPrefecture : ApplicationOutcome.UnknownNumber;
        }

        return WhyNothingIsOwed(campaign, coupon) ?? (isTaken ? ApplicationOutcome.AlreadyApplied : WhoseItIs(stated, coupon));
    }

    private static ApplicationOutcome? WhyNothingIsOwed(Campaign campaign, CouponOnFile coupon) => Eligibility.Of(campaign.Eligibility, coupon.Coupon) switch
    {
        Eligibility.NotCovered { Reason: NotCoveredReason.BalanceBelowMinimum } => coupon.Imported >= campaign.Eligibility.MinimumBalance ? ApplicationOutcome.Spent : ApplicationOutcome.BalanceZero,
        Eligibility.NotCovered => ApplicationOutcome.NotCovered,
        _ => coupon.Coupon.IsInApp ? ApplicationOutcome.AlreadyInApp : null,
    };

    /// <summary>A name that contradicts outweighs everything that agrees: a number, a date and a telephone may be a relative's.</summary>
    private static ApplicationOutcome WhoseItIs(StatedFacts stated, CouponOnFile coupon) => NameComparison.Of(stated.Family, stated.Given, coupon.Holder) switch
    {
        NameStanding.Near => ApplicationOutcome.NameNear,
        NameStanding.OtherSurname => ApplicationOutcome.SurnameChanged,
        NameStanding.Different => ApplicationOutcome.NameDiffers,
        NameStanding.Same => ApplicationOutcome.Exact,
        _ => IsDateSame(stated, coupon) || IsPhoneSame(stated, coupon) ? ApplicationOutcome.Exact : ApplicationOutcome.NumberOnly,
    };

    private static bool IsDateSame(StatedFacts stated, CouponOnFile coupon) => stated.TravelDate is { } day && day == coupon.Holder.TravelDate;

    private static bool IsPhoneSame(StatedFacts stated, CouponOnFile coupon) => coupon.Phone is { } phone && (phone == stated.Phone || phone == stated.RungAt);
}
