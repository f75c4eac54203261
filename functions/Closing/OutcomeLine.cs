using Compensation.Entitlements;

namespace Compensation.Closing;

/// <summary>The lines of a closing report.</summary>
[Flags]
internal enum OutcomeLine : byte
{
    None = 0,
    Issued = 1,
    Transferred = 2,
    Expired = 4,
    Revoked = 8,
    Waiting = 16,
}

internal static class OutcomeLines
{
    /// <summary>The line in which an entitlement of this state stands.</summary>
    public static OutcomeLine Line(this EntitlementState state) => state switch
    {
        EntitlementState.Paid => OutcomeLine.Issued,
        EntitlementState.Transferred => OutcomeLine.Transferred,
        EntitlementState.Expired => OutcomeLine.Expired,
        EntitlementState.Revoked => OutcomeLine.Revoked,
        EntitlementState.Open or EntitlementState.Claimed or EntitlementState.TransferRequested or EntitlementState.TransferFailed => OutcomeLine.Waiting,
        _ => OutcomeLine.None,
    };
}
