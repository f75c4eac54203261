using System.Collections.Frozen;

namespace Compensation.Applications;

/// <summary>Where an application for one coupon stands.</summary>
public enum ApplicationState
{
    /// <summary>Received, and to be held against the sealed ledger.</summary>
    Received,

    /// <summary>Not exact: a person decides.</summary>
    InReview,

    /// <summary>The applicant was asked something.</summary>
    AskedBack,

    /// <summary>The link is sent.</summary>
    Accepted,

    /// <summary>Refused, with a reason that was sent.</summary>
    Refused,
}

/// <summary>The one table of allowed moves.</summary>
public static class ApplicationMoves
{
    private static readonly FrozenDictionary<ApplicationState, ApplicationState[]> Next = new Dictionary<ApplicationState, ApplicationState[]>
    {
        [ApplicationState.Received] = [ApplicationState.Accepted, ApplicationState.InReview],
        [ApplicationState.InReview] = [ApplicationState.Accepted, ApplicationState.Refused, ApplicationState.AskedBack],
        [ApplicationState.AskedBack] = [ApplicationState.InReview, ApplicationState.Accepted, ApplicationState.Refused],
        [ApplicationState.Refused] = [ApplicationState.InReview],
        [ApplicationState.Accepted] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this ApplicationState from, ApplicationState to) => Next[from].Contains(to);

    /// <summary>Nobody has decided yet.</summary>
    public static bool IsOpen(this ApplicationState state) => state is ApplicationState.Received or ApplicationState.InReview or ApplicationState.AskedBack;
}
