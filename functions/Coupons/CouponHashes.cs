using System.Buffers.Binary;
using System.Globalization;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>128-bit keyed hashes that let stored coupons be compared without decrypting them.</summary>
internal sealed class CouponHashes(KeyedHash hash)
{
    public UInt128 OfNumber(CampaignId campaign, InquiryNumber number) => Of("coupon-number", $"{campaign}\n{number.Value}");

    /// <summary>Everything the ledger states of a coupon, so that the same row is known again and a different one is noticed.</summary>
    public UInt128 OfFacts(CampaignId campaign, LedgerRow row) => Of(
        "coupon-facts",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{campaign}\n{row.Number.Value}\n{row.Coupon.Expiry:yyyy-MM-dd}\n{row.Coupon.Balance.Amount}\n{row.Coupon.ChargedToApp}\n{row.Contact.Phone}\n{row.Contact.Email}\n{row.Coupon.LeftApp}\n{row.FaceValue?.Amount}\n{row.Holder.Facts}"));

    public static string ToText(UInt128 value) => value.ToString("x32", CultureInfo.InvariantCulture);

    public static UInt128 FromText(string text) => UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private UInt128 Of(string purpose, string facts) => BinaryPrimitives.ReadUInt128BigEndian(hash.Of(purpose, facts));
}
