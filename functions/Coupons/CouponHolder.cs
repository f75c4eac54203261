using System.Globalization;

namespace Compensation.Coupons;

/// <summary>What the ledger says of whoever holds a coupon, for telling by it who applies. Personal data: kept encrypted, never logged.</summary>
/// <param name="NameKana">The name, in kana; null where the ledger does not say.</param>
/// <param name="TravelDate">The day in Japan on which the journey began, or null.</param>
public sealed record CouponHolder(string? NameKana, DateOnly? TravelDate)
{
    public static readonly CouponHolder Unknown = new(null, null);

    /// <summary>For comparing what two files state.</summary>
    internal string Facts => string.Create(CultureInfo.InvariantCulture, $"{NameKana}\n{TravelDate:yyyy-MM-dd}");
}
