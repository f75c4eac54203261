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
        [EntitlementState.TransferRequested] = [EntitlementState.Transferred, EntitlementState.TransferFailed, EntitlementState.Revoked],
        [EntitlementState.TransferFailed] = [EntitlementState.TransferRequested, EntitlementState.Revoked],
        [EntitlementState.Transferred] = [EntitlementState.Revoked],
        [EntitlementState.Expired] = [EntitlementState.Revoked],
        [EntitlementState.Revoked] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this EntitlementState from, EntitlementState to) => Next[from].Contains(to);
}
