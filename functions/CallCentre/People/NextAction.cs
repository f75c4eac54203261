namespace Compensation.CallCentre.People;

/// <summary>What an operator can do for a person.</summary>
public enum PersonAction
{
    /// <summary>Send the link again to where it is on file.</summary>
    Resend,

    /// <summary>Send it to another number or address; the old link dies.</summary>
    CorrectContact,

    /// <summary>Have the person apply on the special site, or enter it during the call.</summary>
    Apply,

    /// <summary>Have the amount paid into an account.</summary>
    AskForTransfer,

    /// <summary>Take points after all, instead of the transfer that was asked for.</summary>
    WithdrawTransfer,

    /// <summary>Take down that he was charged twice, or for what he paid in cash.</summary>
    OpenCase,
}

/// <summary>Why something is not offered.</summary>
public enum ActionBar
{
    /// <summary>The balances are not sealed yet: nobody has a link.</summary>
    NotSealed,

    /// <summary>Nothing is owed to the person.</summary>
    NothingOwed,

    /// <summary>The wave brings the link by itself.</summary>
    WaitsForWave,

    /// <summary>He has to apply on the special site first.</summary>
    AwaitsApplication,

    /// <summary>An application is being looked at.</summary>
    ApplicationWaits,

    /// <summary>Nothing has to be applied for: the app knows him, or he has applied.</summary>
    NeedsNoApplication,

    /// <summary>He has chosen a product.</summary>
    Chosen,

    /// <summary>He has had the code; a link to another address would hand it out a second time.</summary>
    HasCode,

    /// <summary>It is paid, or being paid, into an account.</summary>
    ByTransfer,

    /// <summary>The deadline of collecting has passed.</summary>
    Over,

    NoAddress,

    /// <summary>The number or address is on the list of those that are not written to.</summary>
    Suppressed,

    /// <summary>A message went out a short while ago.</summary>
    Spaced,

    /// <summary>The link was ordered already, and is still to go out.</summary>
    Ordered,

    /// <summary>He has had as many resends as anybody gets.</summary>
    Capped,

    /// <summary>Another right of the person is written to for this one.</summary>
    SpokenFor,

    /// <summary>It is not taken yet, or not any more.</summary>
    NotNow,

    /// <summary>This campaign does not offer it.</summary>
    NotOffered,

    /// <summary>The campaign offers it, and this installation lacks the settings for it: the administrator has to be told.</summary>
    NotSetUp,
}

/// <summary>Something that can be done, or why it cannot.</summary>
/// <param name="Action">What.</param>
/// <param name="Bar">Why not; null where it can.</param>
public sealed record NextAction(PersonAction Action, ActionBar? Bar)
{
    /// <summary>Whether it is what is advisable now: of one at most.</summary>
    public bool IsAdvised { get; init; }

    /// <summary>From when on it takes effect, such as the next hour of sending.</summary>
    public DateTimeOffset? From { get; init; }
}
