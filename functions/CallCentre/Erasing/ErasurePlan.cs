using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Erasing;

/// <summary>What erasing a person comes to, before it is done.</summary>
/// <param name="Plan">To be named by the request that does it.</param>
/// <param name="People">The person's rights and coupons: all of them are erased together.</param>
/// <param name="Erases">What there is of him.</param>
/// <param name="Bars">What cannot be erased yet, and what has to be decided first; empty where nothing stands against it.</param>
public sealed record ErasurePlan(string Plan, IReadOnlyList<EntitlementId> People, ErasedThings Erases, IReadOnlyList<ErasureBar> Bars)
{
    /// <summary>Files for the bank in which his account stands: they are kept as long as all accounts are.</summary>
    public IReadOnlyList<int> BankFiles { get; init; } = [];

    /// <summary>Until then.</summary>
    public DateTimeOffset? BankFilesUntil { get; init; }

    /// <summary>When it was done, and by whom; null while it was not.</summary>
    public ErasedFacts? Erased { get; init; }

    /// <summary>What stands against it unless the person gives his money up.</summary>
    internal IEnumerable<ErasureBar> BarsUnless(bool givesUp) => Bars.Where(bar => !givesUp || bar.Kind != ErasureBarKind.NotCollected);
}

/// <summary>That somebody was erased.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">The operator; null where the time of keeping was over.</param>
public sealed record ErasedFacts(DateTimeOffset At, string? By);

/// <summary>What is erased.</summary>
/// <param name="Contacts">Rights and coupons with a number, an address, a name or an inquiry number.</param>
/// <param name="Messages">Messages of which it is forgotten where they went.</param>
/// <param name="Applications">Coupons that were applied for: names, addresses, contacts, words.</param>
/// <param name="Transfers">Accounts.</param>
/// <param name="Cases">Double charges: what caller and shop have said.</param>
/// <param name="Notes">Notes of calls.</param>
public sealed record ErasedThings(int Contacts, int Messages, int Applications, int Transfers, int Cases, int Notes);

/// <summary>Why somebody cannot be erased yet.</summary>
public enum ErasureBarKind
{
    /// <summary>The cutoff has still to make something owed to him.</summary>
    OwedAtCutoff,

    /// <summary>The balances are just being sealed.</summary>
    BeingSealed,

    /// <summary>He can still collect money: he does so first, or says that he gives it up.</summary>
    NotCollected,

    /// <summary>The deadline has passed, and the books have not written it down yet.</summary>
    NotExpiredYet,

    /// <summary>He has chosen, and waits for the code.</summary>
    CodeAwaited,

    /// <summary>Money is being paid into his account.</summary>
    TransferUnderWay,

    /// <summary>The bank has sent the money back, and he may name another account.</summary>
    TransferCameBack,

    /// <summary>He has asked for a transfer, and the cutoff has still to say whether anything is owed.</summary>
    TransferWished,

    /// <summary>Nobody has decided his application.</summary>
    ApplicationOpen,

    /// <summary>A double charge of his is open.</summary>
    CaseOpen,

    /// <summary>A message to him is just being sent.</summary>
    MessageUnderWay,
}

/// <summary>One reason why somebody cannot be erased yet.</summary>
/// <param name="Person">Which of his rights.</param>
/// <param name="Kind">Why.</param>
public sealed record ErasureBar(EntitlementId Person, ErasureBarKind Kind)
{
    public Yen? Amount { get; init; }

    /// <summary>Until when it may stand in the way (UTC); null where a person has to decide.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The same in words, with what the office has to decide.</summary>
    public string Says => Kind switch
    {
        ErasureBarKind.OwedAtCutoff => $"{Sum} lie on the coupon and will be owed to him at the cutoff{By}. Erase him once he has collected it.",
        ErasureBarKind.BeingSealed => "The balances are being sealed. Try again once they are.",
        ErasureBarKind.NotCollected => $"{Sum} are owed to him and can be collected{By}. He collects it first; or he says that he gives it up (givesUp), and it is withdrawn; or the deadline passes.",
        ErasureBarKind.NotExpiredYet => $"{Sum} were not collected, and the books have not written that down yet. Try again tomorrow.",
        ErasureBarKind.CodeAwaited => $"He has chosen a product for {Sum} and waits for the code: order codes first.",
        ErasureBarKind.TransferUnderWay => $"{Sum} are being paid into his account. Finance ends the transfer first, or he withdraws it.",
        ErasureBarKind.TransferCameBack => $"The bank has sent {Sum} back, and he may name another account{By}. He names one or takes points first, or that time passes.",
        ErasureBarKind.TransferWished => "He has asked for a transfer, and the cutoff will say what is owed. Erase him once it is paid.",
        ErasureBarKind.ApplicationOpen => "An application of his is undecided. Accept or refuse it first.",
        ErasureBarKind.CaseOpen => "A double charge of his is open. Put it back or refuse it first.",
        _ => "A message to him is just being sent. Try again in some minutes.",
    };

    private string? Sum => Language.English.Sum(Amount);

    private string By => Until is { } end ? $" until {JapanTime.LastMinuteBefore(end)}" : string.Empty;
}
