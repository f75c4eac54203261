using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>A coupon's addresses as messages will bear them.</summary>
internal static class Addresses
{
    private static readonly string[] UnreadEndings = ["00", "01", "02"];
    private static readonly string[] UnreadBeginnings = ["bounce.", "suppressed.", "spam.", "quarantined.", "failed."];

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

    /// <summary>Whether what is sent to an address is read there. How a number ends, or an address begins, is how the emulator knows.</summary>
    public static bool AreRead(string address) => address.StartsWith('+')
        ? !UnreadEndings.Any(ending => address.EndsWith(ending, StringComparison.Ordinal))
        : !UnreadBeginnings.Any(beginning => address.StartsWith(beginning, StringComparison.Ordinal)) && !IsLostOldCarrierAddress(address);

    /// <summary>An address as its owner types it.</summary>
    public static string Typed(string address) => address.StartsWith('+') ? $"0{address[3..]}" : address;

    private static bool IsLostOldCarrierAddress(string address)
    {
        string local = address[..address.LastIndexOf('@')];
        return (local.Contains("..", StringComparison.Ordinal) || local.StartsWith('.') || local.EndsWith('.')) && local.Length % 2 == 1;
    }
}
