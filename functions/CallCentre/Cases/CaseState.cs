using System.Collections.Frozen;

namespace Compensation.CallCentre.Cases;

/// <summary>How far a case has come. Stored by name: never rename.</summary>
public enum CaseState
{
    /// <summary>Taken down; the shop has not answered.</summary>
    AskingShop,

    /// <summary>The shop says that it was not so: a person asks again or refuses.</summary>
    ShopDenied,

    /// <summary>The shop has let its time pass: a person rings it, asks again or refuses.</summary>
    ShopSilent,

    /// <summary>The shop has confirmed it; a second person has to approve.</summary>
    Confirmed,

    /// <summary>Both have confirmed: it is being put back.</summary>
    Approved,

    /// <summary>Nothing was put back, since the coupon is not as it was approved: a person looks again.</summary>
    Blocked,

    /// <summary>On the coupon.</summary>
    Restored,

    /// <summary>Owed beside the sealed ledger, since the cutoff had passed.</summary>
    Supplemented,

    /// <summary>Nothing is put back.</summary>
    Refused,
}

/// <summary>The one table of allowed moves, and what each state waits for.</summary>
public static class CaseMoves
{
    private static readonly FrozenDictionary<CaseState, CaseState[]> Next = new Dictionary<CaseState, CaseState[]>
    {
        [CaseState.AskingShop] = [CaseState.AskingShop, CaseState.Confirmed, CaseState.ShopDenied, CaseState.ShopSilent, CaseState.Refused],
        [CaseState.ShopDenied] = [CaseState.AskingShop, CaseState.Confirmed, CaseState.Refused],
        [CaseState.ShopSilent] = [CaseState.AskingShop, CaseState.Confirmed, CaseState.ShopDenied, CaseState.Refused],
        [CaseState.Confirmed] = [CaseState.AskingShop, CaseState.Approved, CaseState.Refused],
        [CaseState.Approved] = [CaseState.Restored, CaseState.Supplemented, CaseState.Blocked],
        [CaseState.Blocked] = [CaseState.AskingShop, CaseState.Approved, CaseState.Refused],
        [CaseState.Refused] = [CaseState.AskingShop],
        [CaseState.Restored] = [],
        [CaseState.Supplemented] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this CaseState from, CaseState to) => Next[from].Contains(to);

    /// <summary>Whether something is still to be done.</summary>
    public static bool IsOpen(this CaseState state) => state is not (CaseState.Restored or CaseState.Supplemented or CaseState.Refused);

    /// <summary>Whether the amount has been put back.</summary>
    public static bool IsPutBack(this CaseState state) => state is CaseState.Restored or CaseState.Supplemented;

    /// <summary>The event by which the case's orchestration hears that something was done, by the shop or by a colleague.</summary>
    internal const string Moved = "case-moved";
}

/// <summary>What happened to the caller. Stored by name: never rename.</summary>
public enum CaseKind
{
    /// <summary>Paid in cash, and the balance was deducted all the same (case B ①).</summary>
    PaidInCash,

    /// <summary>Charged more than once (case B ②).</summary>
    ChargedTwice,
}

/// <summary>Why nothing is put back. Stored by name: never rename.</summary>
public enum CaseRefusal
{
    ShopDenied,
    ShopSilent,

    /// <summary>What happened is neither ① nor ②, or was not on the day of the failure.</summary>
    NotCovered,

    /// <summary>It was put back under another case.</summary>
    AlreadyRestored,

    WithdrawnByCaller,

    /// <summary>Nobody had decided it when the campaign's time for that ended.</summary>
    NotDecidedInTime,

    Other,
}
