using Compensation.Campaigns;

namespace Compensation.Rehearsal.People;

/// <summary>One row of a synthetic ledger.</summary>
/// <param name="InquiryNumber">12 digits, unique in a population.</param>
/// <param name="Expiry">The last day in Japan on which the coupon could be spent.</param>
/// <param name="Balance">Yen, 0 and up.</param>
/// <param name="ChargedToApp">Whether the coupon was taken into the app.</param>
/// <param name="Phone">As registered in the app, or stated when it was issued, national form; null if none.</param>
/// <param name="Email">Likewise; null if none.</param>
internal sealed record SyntheticCoupon(string InquiryNumber, DateOnly Expiry, int Balance, bool ChargedToApp, string? Phone, string? Email)
{
    /// <summary>Whether its holder has left the app.</summary>
    public bool LeftApp { get; init; }

    /// <summary>The holder's name in kana; null where the ledger does not say.</summary>
    public string? NameKana { get; init; }

    /// <summary>The first day of the journey; null where the ledger does not say.</summary>
    public DateOnly? TravelDate { get; init; }

    /// <summary>Whether its holder is sent a link only after he has applied.</summary>
    public bool NeedsApplication => !ChargedToApp || LeftApp;

    /// <summary>Whether the rest of the coupon is owed to its holder.</summary>
    public bool IsCoveredBy(EligibilityRule rule) => Expiry == rule.CouponExpiry && Balance >= rule.MinimumBalance.Amount;
}
