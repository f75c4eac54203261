using System.Collections.Frozen;

namespace Compensation.Entitlements;

/// <summary>What has become of the right.</summary>
public enum EntitlementState
{
    Open,
    Claimed,
    Paid,
    TransferRequested,
    Transferred,

    /// <summary>The bank sent the money back, or it could not be sent there. The person may name another account or take points until transfers end; then it has failed for good.</summary>
    TransferFailed,
    Expired,
    Revoked,
}

/// <summary>The one table of allowed moves. Every other move is refused.</summary>
public static class EntitlementMoves
{
    private static readonly FrozenDictionary<EntitlementState, EntitlementState[]> Next = new Dictionary<EntitlementState, EntitlementState[]>
    {
        [EntitlementState.Open] = [EntitlementState.Claimed, EntitlementState.TransferRequested, EntitlementState.Expired, EntitlementState.Revoked],
        [EntitlementState.Claimed] = [EntitlementState.Paid, EntitlementState.Revoked],
        [EntitlementState.Paid] = [EntitlementState.Revoked],
        [EntitlementState.TransferRequested] = [EntitlementState.Open, EntitlementState.Transferred, EntitlementState.TransferFailed, EntitlementState.Revoked],
        [EntitlementState.Transferred] = [EntitlementState.TransferFailed, EntitlementState.Revoked],
        [EntitlementState.TransferFailed] = [EntitlementState.Open, EntitlementState.TransferRequested, EntitlementState.Revoked],
        [EntitlementState.Expired] = [EntitlementState.Revoked],
        [EntitlementState.Revoked] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this EntitlementState from, EntitlementState to) => Next[from].Contains(to);
}
