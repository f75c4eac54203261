namespace Compensation.Operations.Acts.Chain;

/// <summary>What became of walking a chain of acts.</summary>
/// <param name="Holds">Whether every line is there, as it was written, in its order.</param>
/// <param name="Acts">How many acts were read.</param>
/// <param name="Links">How many links the chain has: one for each act that was begun, and one for each that was answered.</param>
/// <param name="Hash">Of its last link.</param>
/// <param name="AnchoredUpTo">The last link that is known outside the store; null for none.</param>
/// <param name="Anchors">How many links are.</param>
/// <param name="Fault">What is not as it was; null where nothing is.</param>
public sealed record ChainCheck(bool Holds, long Acts, long Links, string Hash, long? AnchoredUpTo, int Anchors, ChainFault? Fault)
{
    /// <summary>Whether this installation writes heads outside the store at all: without that, a chain that was rewritten as a whole is not found.</summary>
    public bool IsAnchored { get; init; }
}

/// <summary>What is wrong with a chain.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Link">At which link; 0 where it is at none.</param>
/// <param name="Act">At which act, by its place in the list; null where that is not known.</param>
public sealed record ChainFault(ChainFaultKind Kind, long Link, string? Act);

public enum ChainFaultKind
{
    /// <summary>A line says something else than when it was written, or stands at another's place.</summary>
    Changed,

    /// <summary>A line is not there.</summary>
    Missing,

    /// <summary>A line is there that was never written by the app, or a second time.</summary>
    Added,

    /// <summary>The chain is another one than that of which the head was anchored.</summary>
    NotAsAnchored,

    /// <summary>More was anchored than there is: it was cut off, or an older copy was put in its place.</summary>
    OlderThanAnchor,
}
