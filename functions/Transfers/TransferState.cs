using System.Collections.Frozen;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>How far a transfer has come.</summary>
public enum TransferState
{
    /// <summary>Asked for. The person may change or withdraw it.</summary>
    Requested,

    /// <summary>One person has checked this version of it.</summary>
    Checked,

    /// <summary>Another person has released the version that was checked. Nobody can change it any more.</summary>
    Released,

    /// <summary>It cannot be paid as it is: the person has to correct the account, or take points.</summary>
    Held,

    /// <summary>It stands in a file for the bank.</summary>
    Filed,

    Paid,

    /// <summary>The bank sent the money back.</summary>
    Returned,

    /// <summary>The bank has said two things that cannot both be true: a person decides.</summary>
    Review,

    /// <summary>The person takes points after all.</summary>
    Withdrawn,
}

/// <summary>The one table of allowed moves, and of what each state means for the right behind it.</summary>
public static class TransferMoves
{
    private static readonly FrozenDictionary<TransferState, TransferState[]> Next = new Dictionary<TransferState, TransferState[]>
    {
        [TransferState.Requested] = [TransferState.Requested, TransferState.Checked, TransferState.Held, TransferState.Review, TransferState.Withdrawn],
        [TransferState.Checked] = [TransferState.Requested, TransferState.Released, TransferState.Held, TransferState.Review, TransferState.Withdrawn],
        [TransferState.Released] = [TransferState.Filed, TransferState.Held, TransferState.Review],
        [TransferState.Held] = [TransferState.Requested, TransferState.Review, TransferState.Withdrawn],
        [TransferState.Filed] = [TransferState.Paid, TransferState.Returned, TransferState.Review],
        [TransferState.Paid] = [TransferState.Returned, TransferState.Review],
        [TransferState.Returned] = [TransferState.Requested, TransferState.Review, TransferState.Withdrawn],
        [TransferState.Review] = [TransferState.Paid, TransferState.Returned],
        [TransferState.Withdrawn] = [TransferState.Requested],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this TransferState from, TransferState to) => Next[from].Contains(to);

    /// <summary>The right's state while a transfer is in this one. What is held has failed as what came back has: nobody pays it unless the person does something. What is in review keeps the one it had, except that money that came back does not count as come back.</summary>
    public static EntitlementState Means(this TransferState state, EntitlementState before) => state switch
    {
        TransferState.Paid => EntitlementState.Transferred,
        TransferState.Returned or TransferState.Held => EntitlementState.TransferFailed,
        TransferState.Withdrawn => EntitlementState.Open,
        TransferState.Review when before == EntitlementState.Transferred => EntitlementState.Transferred,
        _ => EntitlementState.TransferRequested,
    };

    /// <summary>Before release the person may change or withdraw; after it, only what has come back or was held.</summary>
    public static bool MayBeChanged(this TransferState state) => state is TransferState.Requested or TransferState.Checked or TransferState.Held or TransferState.Returned;
}
