using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>A coupon's addresses as messages will bear them.</summary>
internal static class Addresses
{
    /// <summary>The phone in E.164, then the e-mail address; each only where there is one.</summary>
    public static IEnumerable<string> Of(SyntheticCoupon coupon)
    {
        if (JapanesePhone.TryNormalise(coupon.Phone, out string? phone))
        {
            yield return phone;
        }

        if (coupon.Email is { } email)
        {
            yield return email;
        }
    }
}
