namespace Compensation.Notices;

/// <summary>What a resend does for one person, and why nothing where it does nothing. Orders on record hold the numbers: add at the end.</summary>
public enum ResendVerdict
{
    /// <summary>The link is sent.</summary>
    Send,

    /// <summary>There is nothing to collect or to look at: expired, revoked, paid by transfer, or not claimed in time.</summary>
    NothingToOpen,

    /// <summary>Has claimed, and the filter asks for those who have not.</summary>
    Claimed,

    /// <summary>No number or address is on file by which it could be sent.</summary>
    NoAddress,

    /// <summary>The number or address is on the list of those that are not written to, or not on the list of a test.</summary>
    Suppressed,

    /// <summary>Has had no issue notice, and the wave that brings it is still to come: it goes to the address on file then.</summary>
    WaitsForWave,

    /// <summary>By filter: was never written to.</summary>
    NotWrittenTo,

    /// <summary>By filter: a message was delivered, or taken by a provider that never reports.</summary>
    Delivered,

    /// <summary>By filter: a message is on its way, and its report may still come.</summary>
    AwaitsReport,

    /// <summary>Had another resend a short while ago.</summary>
    Spaced,

    /// <summary>Has had as many resends as anybody may get.</summary>
    Capped,

    /// <summary>The message of another of the person's entitlements speaks for this one.</summary>
    SpokenFor,

    /// <summary>Has to apply on the special site first: nobody is sent the link of a coupon that the app does not know without an accepted application.</summary>
    AwaitsApplication,

    /// <summary>Another order that names the person has been given before, and is still to be carried out.</summary>
    Ordered,
}
