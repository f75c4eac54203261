using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons.Restoring;

/// <summary>What is to be put back for one case that has both its confirmations. Personal data.</summary>
/// <param name="Case">Its number: under it something is put back once, on the coupon or as a supplement.</param>
/// <param name="Number">The coupon.</param>
/// <param name="Reason">Charged twice, or paid in cash.</param>
/// <param name="Amount">How much.</param>
/// <param name="Expected">The balance as whoever approved saw it, supplements among it: on any other nothing is put back.</param>
internal sealed record RestorationOrder(string Case, InquiryNumber Number, AdjustmentReason Reason, Yen Amount, Yen Expected)
{
    /// <summary>What the caller read from the coupon, where the ledger does not say what it was issued for.</summary>
    public Yen? StatedFaceValue { get; init; }

    /// <summary>Where the caller is reached, for somebody whom the app does not know.</summary>
    public Contact Caller { get; init; } = new(null, null);
}

/// <summary>What came of it.</summary>
internal abstract record Restored
{
    private Restored()
    {
    }

    /// <summary>The coupon bears it, and what is left of it joins the cutoff.</summary>
    public sealed record OnCoupon(Yen Amount) : Restored;

    /// <summary>The cutoff had passed: it is owed beside what was sealed.</summary>
    public sealed record AsSupplement(Supplement Supplement) : Restored;

    /// <summary>A person has to look again.</summary>
    public sealed record Refused(RestorationRefusal Why) : Restored;

    /// <summary>The ledger is at other work, or is being sealed: try again.</summary>
    public sealed record NotYet : Restored;
}

/// <summary>Why nothing was put back. Stored by name: never rename.</summary>
public enum RestorationRefusal
{
    /// <summary>The ledger does not know the coupon any more.</summary>
    NoSuchCoupon,

    /// <summary>The balance is not the one that was looked at.</summary>
    BalanceChanged,

    /// <summary>More would be on the coupon than it was issued for, or nobody has said what that was.</summary>
    AboveFaceValue,

    /// <summary>What was taken down cannot be read any more, so that nobody knows for which coupon it was.</summary>
    Unreadable,
}
