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
    Failed = 32,
}

internal static class OutcomeLines
{
    /// <summary>The line in which an entitlement of this state stands.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isInterim">Transfers are still paid: who got one back may name another account.</param>
    public static OutcomeLine Line(this EntitlementState state, bool isInterim) => state switch
    {
        EntitlementState.Paid => OutcomeLine.Issued,
        EntitlementState.Transferred => OutcomeLine.Transferred,
        EntitlementState.Expired => OutcomeLine.Expired,
        EntitlementState.Revoked => OutcomeLine.Revoked,
        EntitlementState.TransferFailed when !isInterim => OutcomeLine.Failed,
        EntitlementState.Open or EntitlementState.Claimed or EntitlementState.TransferRequested or EntitlementState.TransferFailed => OutcomeLine.Waiting,
        _ => OutcomeLine.None,
    };
}
