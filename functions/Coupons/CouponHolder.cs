using System.Globalization;

namespace Compensation.Coupons;

/// <summary>What the ledger says of whoever holds a coupon, for telling by it who applies. Personal data: kept encrypted, never logged.</summary>
/// <param name="Name">As written at check-in, or null.</param>
/// <param name="NameKana">Its reading, or null.</param>
/// <param name="TravelDate">The day in Japan on which the journey began, or null.</param>
public sealed record CouponHolder(string? Name, string? NameKana, DateOnly? TravelDate)
{
    public static readonly CouponHolder Unknown = new(null, null, null);

    /// <summary>For comparing what two files state.</summary>
    internal string Facts => string.Create(CultureInfo.InvariantCulture, $"{Name}\n{NameKana}\n{TravelDate:yyyy-MM-dd}");
}
