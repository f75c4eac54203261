using Compensation.Entitlements;

namespace Compensation.Transfers.Checking;

/// <summary>Transfers that are checked or released together, each in the version that was looked at.</summary>
/// <param name="Transfers">1 to 500.</param>
public sealed record TransferDecisions(IReadOnlyList<DecidedTransfer> Transfers)
{
    public const int Most = 500;
}

/// <summary>One of them.</summary>
/// <param name="Id">The right's id.</param>
/// <param name="Version">What was looked at: a change of the person's since then needs another look.</param>
/// <param name="BranchLookedUp">Checks: that a branch which the data does not know was found elsewhere.</param>
public sealed record DecidedTransfer(EntitlementId Id, int Version, bool BranchLookedUp = false);

/// <summary>What came of each, in the order of the request.</summary>
public sealed record TransferDecisionsMade(IReadOnlyList<MadeDecision> Transfers);

/// <summary>What came of one.</summary>
public sealed record MadeDecision(EntitlementId Id, DecisionOutcome Outcome);

/// <summary>Why a check or a release was made, or was not.</summary>
public enum DecisionOutcome
{
    Done,

    /// <summary>There is no such transfer.</summary>
    Unknown,

    /// <summary>The person has changed it since: look again.</summary>
    Changed,

    /// <summary>It is not in a state in which this can be done.</summary>
    NotNow,

    /// <summary>Whoever checked it cannot release it, from whichever account.</summary>
    SamePerson,

    /// <summary>The branch has to be looked up first.</summary>
    BranchUnknown,

    /// <summary>The bank says that there is no such account, or that its holder has another name: it is held for the person.</summary>
    NotConfirmed,

    /// <summary>The bank could not be asked: try again.</summary>
    BankSilent,
}
