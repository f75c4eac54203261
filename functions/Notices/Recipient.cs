using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Somebody to write to: one entitlement, and the person's others for which its messages speak.</summary>
internal sealed record Recipient(Entitlement Person, IReadOnlyList<Entitlement> Companions)
{
    /// <summary>Something can still be claimed.</summary>
    public bool MayClaim => All.Any(one => one.State == EntitlementState.Open);

    /// <summary>Something can still be looked at: a claimed or paid entitlement's link shows the code.</summary>
    public bool MayOpen => All.Any(IsShown);

    /// <summary>Something was claimed: its link shows the code, or will.</summary>
    public bool HasClaimed => All.Any(one => one.State is EntitlementState.Claimed or EntitlementState.Paid);

    /// <summary>A member whose points have been booked, and who holds some of them still.</summary>
    public bool HasPoints => Person.Route == EntitlementRoute.Purchase && Person.Granted > Yen.Zero;

    private IEnumerable<Entitlement> All => Companions.Prepend(Person);

    /// <summary>What a message names as the amount: what can still be claimed; in a resend, what can still be looked at; to a member, the points that are booked.</summary>
    public Yen AmountIn(NoticeKind kind)
    {
        if (Companions.Count == 0 || kind is NoticeKind.CodeReady or NoticeKind.TransferResult or NoticeKind.TransferResultAgain)
        {
            return Person.Route == EntitlementRoute.Purchase ? Person.Granted : Person.Amount;
        }

        Entitlement[] named = [.. All.Where(one => kind == NoticeKind.Resend ? IsShown(one) : one.State == EntitlementState.Open)];

        // A message that may have gone out is repeated even if all has been claimed since.
        return Sum(named.Length > 0 ? named : All);
    }

    private static Yen Sum(IEnumerable<Entitlement> some) => some.Aggregate(Yen.Zero, (sum, one) => sum + one.Amount);

    private static bool IsShown(Entitlement one) => one.State is EntitlementState.Open or EntitlementState.Claimed or EntitlementState.Paid;
}
